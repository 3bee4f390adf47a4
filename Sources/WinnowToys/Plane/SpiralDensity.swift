import Foundation
import WinnowMath

/// Two arms of an Archimedean spiral, one turned by 180° against the other.
///
/// The point at share t of an arm is r(t)·(cos φ, sin φ) with r = 4√t and φ = 3π√t: evenly filled to a
/// good approximation, the arms 4/3 apart.
struct SpiralDensity: PlaneDensity {
  private let smearing: Smearing
  /// Points of the signal's arm for the density, and the share of the arm that each stands for.
  private let nodes: [(centre: Point, share: Double)]

  init(noise: Double, steps: Int = 240) {
    smearing = Smearing(width: noise)
    // Equal steps of √t are equal steps of the angle; dt = 2 √t d√t.
    nodes = (0..<steps).map { step in
      let root = (Double(step) + 0.5) / Double(steps)
      return (Self.arm(root * root), 2 * root / Double(steps))
    }
  }

  var text: String { "Two arms of a spiral, one turn and a half long and 4/3 apart." }
  var extent: Double { 4 + 5 * smearing.width }

  /// A point of the signal's arm; the background's is opposite.
  private static func arm(_ t: Double) -> Point {
    let root = t.squareRoot()
    let angle = 3 * .pi * root
    return 4 * root * Point(cos(angle), sin(angle))
  }

  func point(isSignal: Bool, _ random: inout CounterRandom) -> Point {
    let centre = Self.arm(random.uniform())
    return smearing.point(around: isSignal ? centre : -centre, &random)
  }

  func density(at point: Point, isSignal: Bool) -> Double {
    let point = isSignal ? point : -point
    var sum = 0.0
    for node in nodes { sum += node.share * smearing.density(at: point, around: node.centre) }
    return sum
  }
}
