import Foundation
import WinnowMath

/// A ring of signal around a Gaussian of background: no straight line helps.
struct CircleDensity: PlaneDensity {
  let noise: Double
  private let radius = 1.0

  var text: String { "Signal is a ring of radius 1, background a Gaussian in its centre." }
  var extent: Double { radius + 6 * noise + 0.5 }

  private var core: Smearing { Smearing(width: noise + 0.25) }

  func point(isSignal: Bool, _ random: inout CounterRandom) -> Point {
    guard isSignal else { return core.point(around: .zero, &random) }
    let r = abs(radius + noise * random.normal())
    let angle = 2 * .pi * random.uniform()
    return Point(r * cos(angle), r * sin(angle))
  }

  func density(at point: Point, isSignal: Bool) -> Double {
    guard isSignal else { return core.density(at: point, around: .zero) }
    let r = (point * point).sum().squareRoot()
    let radial = gaussian(r - radius) + gaussian(r + radius)
    return radial / (2 * .pi * max(r, 1e-9))
  }

  private func gaussian(_ d: Double) -> Double {
    exp(-d * d / (2 * noise * noise)) / ((2 * .pi).squareRoot() * noise)
  }
}
