import Foundation
import WinnowCore

extension Sculpting {
  /// Efficiencies against a spectator and how far they are from flat.
  ///
  /// - Efficiency profile: the fraction of each class above the cut in each bin of equal statistical weight.
  /// - Divergence: the Jensen–Shannon divergence ½ KL(p‖m) + ½ KL(f‖m), m = (p + f)/2, in bits, of the
  ///   normalised binned distributions of background that passes (p) and fails (f) (Lin, IEEE Trans. Inf.
  ///   Theory 37 (1991) 145; ATL-PHYS-PUB-2018-014). Its error propagates those of the bins. Fluctuations
  ///   make it positive: its mean for equal distributions is about Σ (var p + var f)/(8 m ln 2).
  /// - R50 = 1/ε_B at ε_S = ½.
  /// - Flatness: the mean over bins, by weight, of ∫ (F_bin − F)² dF over the response of background
  ///   (Rogozhnikov et al., JINST 10 (2015) T03002, eq. 6). 0 is flat; independent events give about
  ///   Σ_bins share (1/n_bin − 1/n)/6.
  ///
  /// None of them says whether the sculpted shape is dangerous: a slope does less harm than a peak.
  /// - Parameters:
  ///   - name: the spectator, one value per event; events with NaN are left out.
  ///   - bins: wanted; fewer where values repeat.
  /// - Throws: `badData` where the spectator has too few different values.
  /// - Complexity: O(bins × n).
  public init(
    of name: String, values: [Double], scored: ScoredEvents, bins: Int = 10,
    backgrounds: [Double] = MethodFigures.workingBackgrounds
  ) throws {
    precondition(values.count == scored.count, "one value per event")
    let edges = try SpectatorBins(
      values, weights: scored.events.weights, name: name, count: bins)
    let places = values.map { edges.bin(of: $0) ?? -1 }
    let parts = scored.ranked.parts(edges.count) { places[$0] }.map { ResponseSteps($0) }
    let profile = SpectatorProfile(whole: scored.steps, parts: parts)
    self.init(
      spectator: name, edges: edges.edges,
      cuts: backgrounds.map { profile.cut(atBackground: $0) },
      rejectionAtHalf: parts.map(\.rejectionAtHalf),
      rejectionAtHalfOverall: scored.steps.rejectionAtHalf,
      flatness: profile.flatness, expectedFlatness: profile.expectedFlatness)
  }
}

/// Events divided by a spectator.
private struct SpectatorProfile {
  let whole: ResponseSteps
  let parts: [ResponseSteps]

  func cut(atBackground background: Double) -> Sculpting.Cut {
    let cut = whole.workingPoint(atBackground: background).cut
    func efficiencies(_ weights: (ResponseSteps) -> CumulativeWeights) -> [Measured] {
      parts.map { part in
        let total = weights(part).total
        guard total.sum > 0 else { return .undefined }
        return Measured(fraction: weights(part).above(part.passing(cut: cut)), of: total)
      }
    }
    let passed = parts.map { $0.background.above($0.passing(cut: cut)) }
    let failed = parts.map { $0.background.between($0.passing(cut: cut), $0.count) }
    let shape = JensenShannon(passed, failed)
    return Sculpting.Cut(
      background: background, cut: cut, signalEfficiency: efficiencies { $0.signal },
      backgroundEfficiency: efficiencies { $0.background },
      divergence: shape?.divergence ?? .undefined, expectedDivergence: shape?.expected ?? 0)
  }

  private var filled: [(part: ResponseSteps, share: Double)] {
    let used = parts.filter { $0.background.total.sum > 0 }
    let total = used.reduce(0) { $0 + $1.background.total.sum }
    return used.map { ($0, $0.background.total.sum / total) }
  }

  /// ∫ (F_bin − F)² dF, over the steps of all background.
  var flatness: Double {
    filled.reduce(0) { sum, bin in
      let scale = 1 / bin.part.background.total.sum
      var place = 0, integral = 0.0
      for k in 0..<whole.count {
        while place < bin.part.count, bin.part.response[place] >= whole.response[k] { place += 1 }
        let gap = bin.part.background.sums[place] * scale
          - whole.background.sums[k + 1] / whole.background.total.sum
        integral += gap * gap * whole.background.between(k, k + 1).sum
      }
      return sum + bin.share * integral / whole.background.total.sum
    }
  }

  /// E ∫ (F_bin − F)² dF = (1/n_bin − 1/n)/6 for a bin that is part of the whole.
  var expectedFlatness: Double {
    let all = 1 / whole.background.total.effective
    return filled.reduce(0) {
      $0 + $1.share * max(0, 1 / $1.part.background.total.effective - all) / 6
    }
  }
}

extension ResponseSteps {
  /// 1/ε_B at ε_S = ½; undefined without both classes, or where no background passes.
  ///
  /// The error joins that of ε_B at the cut with that of the cut, a quantile of the signal:
  /// σ² = var(ε_B) + (dε_B/dε_S)² var(ε_S), the slope taken over ½ ± σ(ε_S).
  var rejectionAtHalf: Measured {
    guard signal.total.sum > 0, background.total.sum > 0 else { return .undefined }
    func passing(_ share: Double) -> Int {
      min(count, partition { signal.sums[$0] >= signal.total.sum * share })
    }
    let k = passing(0.5)
    let efficiency = Measured(fraction: background.above(k), of: background.total)
    guard efficiency.value > 0 else { return .undefined }
    let spread = min(0.5, Measured(fraction: signal.above(k), of: signal.total).error)
    let byCut = background.between(passing(0.5 - spread), passing(0.5 + spread)).sum
      / background.total.sum / 2
    let error = (efficiency.error * efficiency.error + byCut * byCut).squareRoot()
    return Measured(1 / efficiency.value, error / (efficiency.value * efficiency.value))
  }
}
