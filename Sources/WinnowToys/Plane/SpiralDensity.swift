import Foundation
import WinnowMath

/// Two arms of an Archimedean spiral, one turned by 180° against the other.
///
/// The point at share t of an arm is r(t)·(cos φ, sin φ) with r = 4√t and φ = 3π√t: evenly filled to a
/// good approximation, the arms 4/3 apart.
struct SpiralDensity: PlaneDensity {
  let noise: Double

  var text: String { "Two arms of a spiral, one turn and a half long and 4/3 apart." }
  var extent: Double { 4 + 5 * noise }

  private static let steps = 240

  private func arm(_ t: Double, isSignal: Bool) -> Point {
    let root = t.squareRoot()
    let angle = 3 * .pi * root
    let point = 4 * root * Point(cos(angle), sin(angle))
    return isSignal ? point : -point
  }

  func point(isSignal: Bool, _ random: inout CounterRandom) -> Point {
    let centre = arm(random.uniform(), isSignal: isSignal)
    return Smearing(width: noise).point(around: centre, &random)
  }

  /// The mean over the arm, by the middles of equal steps in √t, which are equal steps of the angle.
  func density(at point: Point, isSignal: Bool) -> Double {
    let step = 1 / Double(Self.steps)
    return (0..<Self.steps).reduce(0) { sum, i in
      let root = (Double(i) + 0.5) * step
      let centre = arm(root * root, isSignal: isSignal)
      return sum + 2 * root * step * Smearing(width: noise).density(at: point, around: centre)
    }
  }
}
