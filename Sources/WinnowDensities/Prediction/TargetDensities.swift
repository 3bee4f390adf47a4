import Foundation
import WinnowCore
import WinnowMath

/// Densities of a target y, event by event, where a model has learnt a rising function z(y) of it: y, ln y,
/// y/r or ln(y/r). Quantiles move along; densities take the Jacobian, p(y) = p(z) dz/dy.
public struct TargetDensities: Sendable {
  public let learnt: DensityColumns
  public let isLogarithmic: Bool
  /// r of each event; nil for 1. Where it is not positive z would fall with y: all is NaN there.
  public let raw: [Double]?

  public init(_ learnt: DensityColumns, isLogarithmic: Bool = false, raw: [Double]? = nil) {
    precondition(raw.map { $0.count == learnt.count } ?? true, "one raw estimate per event")
    self.learnt = learnt
    self.isLogarithmic = isLogarithmic
    self.raw = raw
  }

  public var count: Int { learnt.count }
  private var family: any DensityFamily { learnt.family }

  /// r.
  private func unit(_ event: Int) -> Double {
    guard let raw else { return 1 }
    return raw[event] > 0 ? raw[event] : .nan
  }

  private func inside(_ y: Double, _ event: Int) -> Double {
    let ratio = y / unit(event)
    return isLogarithmic ? log(ratio) : ratio
  }

  private func outside(_ z: Double, _ event: Int) -> Double {
    (isLogarithmic ? exp(z) : z) * unit(event)
  }

  /// ln p(y); −∞ where p(y) = 0.
  public func logDensity(_ y: Double, event: Int) -> Double {
    if isLogarithmic && !(y > 0) { return -.infinity }
    let jacobian = isLogarithmic ? -log(y) : -log(unit(event))
    return family.logDensity(inside(y, event), at: learnt.theta(event)) + jacobian
  }

  /// P(Y ≤ y).
  public func cdf(_ y: Double, event: Int) -> Double {
    if isLogarithmic && !(y > 0) { return 0 }
    return family.cdf(inside(y, event), at: learnt.theta(event))
  }

  public func quantile(_ p: Double, event: Int) -> Double {
    outside(family.quantile(p, at: learnt.theta(event)), event)
  }

  /// Half of the central interval of 68.3 %.
  public func sigma(event: Int) -> Double {
    let theta = learnt.theta(event), edge = GaussianDensity.upperEdge
    return (outside(family.quantile(edge, at: theta), event)
      - outside(family.quantile(1 - edge, at: theta), event)) / 2
  }

  public func sigmas(threads: Int) -> [Float] { learnt.map(threads: threads) { Float(sigma(event: $0)) } }

  public func quantiles(_ p: Double, threads: Int) -> [Float] {
    learnt.map(threads: threads) { Float(quantile(p, event: $0)) }
  }
}

extension DensityColumns {
  func map(threads: Int, _ body: (Int) -> Float) -> [Float] {
    chunkedMap(count, threads: threads) { range in range.map(body) }.flatMap(\.self)
  }
}
