import WinnowMath

/// Two Gaussians per class on opposite corners of a square: neither variable helps by itself.
struct XorDensity: PlaneDensity {
  let noise: Double

  var text: String { "Signal lies at (½, ½) and (−½, −½), background at the other two corners." }
  var extent: Double { 0.5 + 6 * noise }

  private func corner(_ first: Bool, isSignal: Bool) -> Point {
    let x = first ? 0.5 : -0.5
    return Point(x, isSignal ? x : -x)
  }

  func point(isSignal: Bool, _ random: inout CounterRandom) -> Point {
    let first = random.uniform() < 0.5
    return Smearing(width: noise).point(around: corner(first, isSignal: isSignal), &random)
  }

  func density(at point: Point, isSignal: Bool) -> Double {
    [true, false].reduce(0) { sum, first in
      let centre = corner(first, isSignal: isSignal)
      return sum + Smearing(width: noise).density(at: point, around: centre) / 2
    }
  }
}
