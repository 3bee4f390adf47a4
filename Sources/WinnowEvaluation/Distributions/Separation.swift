extension Measured {
  /// The separation ⟨S²⟩ = ½ Σ (s − b)²/(s + b) over bins, s and b the normalised contents of signal and
  /// background: 0 for equal distributions, 1 where they do not overlap.
  ///
  /// A density is not negative: bins whose weights add up to less than zero count as empty. The error
  /// propagates the errors √Σw² of the bins through the normalisation, and adds in quadrature the
  /// second-order term √(½ Σ (var(s − b)/(s + b))²), which is what remains where the distributions are
  /// equal. There the expected value is not 0 but ½ Σ var(s − b)/(s + b), about
  /// bins/4 · (1/n_S + 1/n_B): compare small values with that.
  /// - Parameters: sums of weights per bin, flow bins included if they are to count.
  /// - Returns: undefined where a class has no positive content.
  public init(separationOf signal: [WeightSum], from background: [WeightSum]) {
    precondition(signal.count == background.count, "common bins")
    let s = NormalizedBins(signal), b = NormalizedBins(background)
    guard let s, let b else {
      self = .undefined
      return
    }
    let filled = s.contents.indices.filter { s.contents[$0] + b.contents[$0] > 0 }
    var value = 0.0, second = 0.0
    var bySignal = [Double](repeating: 0, count: signal.count), byBackground = bySignal
    for bin in filled {
      let p = s.contents[bin], q = b.contents[bin]
      let sum = p + q
      value += (p - q) * (p - q) / sum / 2
      bySignal[bin] = (p - q) * (p + 3 * q) / (sum * sum) / 2
      byBackground[bin] = (q - p) * (q + 3 * p) / (sum * sum) / 2
      let ratio = (s.variances[bin] + b.variances[bin]) / sum
      second += ratio * ratio / 2
    }
    let variance = s.variance(of: bySignal) + b.variance(of: byBackground) + second
    self.init(value, variance.squareRoot())
  }
}

/// Bin contents divided by their sum.
struct NormalizedBins {
  let contents: [Double]
  let variances: [Double]

  init?(_ bins: [WeightSum]) {
    let total = bins.reduce(0) { $0 + max(0, $1.sum) }
    guard total > 0 else { return nil }
    contents = bins.map { max(0, $0.sum) / total }
    variances = bins.map { $0.squares / (total * total) }
  }

  /// Variance of a function of the contents with the given derivatives, the sum of contents being fixed.
  func variance(of derivatives: [Double]) -> Double {
    let mean = zip(contents, derivatives).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(variances, derivatives).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
  }
}

extension ResponseSteps {
  /// The separation of the response, in at most `bins` bins of equal statistical weight: unlike with
  /// equidistant bins, any rising function of the response gives the same figure.
  public func separation(bins: Int = 40) -> Measured {
    let bounds = equalBins(bins)
    let pairs = zip(bounds, bounds.dropFirst())
    return Measured(
      separationOf: pairs.map { signal.between($0, $1) },
      from: pairs.map { background.between($0, $1) })
  }
}
