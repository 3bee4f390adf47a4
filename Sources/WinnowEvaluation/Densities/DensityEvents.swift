import Foundation
import WinnowCore
import WinnowDensities
import WinnowMath

/// Events whose target is known, with the densities that a method predicts of it.
public struct DensityEvents: Sendable {
  let target: [Float]
  /// The corrected values.
  let prediction: [Float]
  /// 0 for those that are left out.
  let weights: [Double]
  /// Events that are left out: where the predicted density has no finite logarithm, as outside of the range
  /// of a family.
  let outside: Int
  let densities: TargetDensities
  /// −ln p(y).
  let losses: Deviations
  /// Φ⁻¹(P(Y ≤ y)): unit Gaussian where the density is right, whatever its form.
  let pulls: Deviations
  /// P(Y ≤ y), the probability integral transform.
  let integrals: [Double]
  /// Half of the predicted central interval of 68.3 %.
  let sigmas: [Double]

  /// The integral is kept so far from 0 and 1, so that pulls stay finite.
  private static let margin = 1e-12

  /// - Throws: `badData` as `Deviations`.
  /// - Complexity: O(n).
  public init(
    target: [Float], prediction: [Float], weights: [Double], densities: TargetDensities, threads: Int
  ) throws {
    precondition(target.count == densities.count, "one density per event")
    let events = chunkedMap(target.count, threads: threads) { range in
      range.map { event in
        let y = Double(target[event])
        return SIMD3(
          densities.logDensity(y, event: event), densities.cdf(y, event: event),
          densities.sigma(event: event))
      }
    }.flatMap(\.self)
    let isUsable = events.map { $0.x.isFinite && $0.y.isFinite && $0.z > 0 && $0.z.isFinite }
    let used = zip(weights, isUsable).map { $1 ? $0 : 0 }
    self.target = target
    self.prediction = prediction
    self.weights = used
    self.densities = densities
    outside = isUsable.count { !$0 }
    integrals = zip(events, isUsable).map { $1 ? min(1 - Self.margin, max(Self.margin, $0.y)) : 0.5 }
    sigmas = zip(events, isUsable).map { $1 ? $0.z : 1 }
    let zeros = [Float](repeating: 0, count: target.count)
    losses = try Deviations(
      prediction: zip(events, isUsable).map { $1 ? Float(-$0.x) : 0 }, target: zeros, weights: used)
    pulls = try Deviations(
      prediction: integrals.map { Float(SpecialFunctions.normalQuantile($0)) }, target: zeros,
      weights: used)
  }

  /// 1 for events inside the central interval of a content, else 0.
  func isInside(_ content: Double) throws -> Deviations {
    try Deviations(
      prediction: integrals.map { abs($0 - 0.5) <= content / 2 ? 1 : 0 },
      target: [Float](repeating: 0, count: target.count), weights: weights)
  }
}
