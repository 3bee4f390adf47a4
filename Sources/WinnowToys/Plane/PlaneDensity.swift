import Foundation
import WinnowMath

/// A point of the plane.
typealias Point = SIMD2<Double>

/// Two classes of points that can be drawn and whose densities are known.
protocol PlaneDensity: Sendable {
  /// One sentence for the manual.
  var text: String { get }
  /// Half the side of a square around the origin that holds all but a negligible part.
  var extent: Double { get }
  /// A random point of one class.
  func point(isSignal: Bool, _ random: inout CounterRandom) -> Point
  /// The density of one class; its integral over the plane is 1.
  func density(at point: Point, isSignal: Bool) -> Double
}

extension PlaneDensity {
  /// ln p(x|signal)/p(x|background); the smallest positive number stands in for a density of 0.
  func logRatio(at point: Point) -> Double {
    let signal = max(density(at: point, isSignal: true), .leastNormalMagnitude)
    let background = max(density(at: point, isSignal: false), .leastNormalMagnitude)
    return log(signal / background)
  }
}

/// The isotropic Gaussian that smears all shapes.
struct Smearing {
  let width: Double

  func point(around centre: Point, _ random: inout CounterRandom) -> Point {
    centre + width * Point(random.normal(), random.normal())
  }

  func density(at point: Point, around centre: Point) -> Double {
    let d = (point - centre) / width
    return exp(-(d * d).sum() / 2) / (2 * .pi * width * width)
  }
}
