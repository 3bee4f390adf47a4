import WinnowMath

/// One Gaussian per class, with other means and other correlations: the optimum is a conic section.
///
/// The long axes lie along the two diagonals; their width is three times the noise.
struct GaussiansDensity: PlaneDensity {
  let noise: Double

  var text: String { "One Gaussian per class with other means and correlations." }
  var extent: Double { 18 * noise + 0.3 }

  private static let stretch = 3.0

  func point(isSignal: Bool, _ random: inout CounterRandom) -> Point {
    let along = Self.stretch * noise * random.normal()
    let across = noise * random.normal()
    let turned = Point(along - across, along + across) / 2.squareRoot()
    return centre(isSignal) + (isSignal ? turned : Point(turned.x, -turned.y))
  }

  func density(at point: Point, isSignal: Bool) -> Double {
    let d = point - centre(isSignal)
    let turned = isSignal ? d : Point(d.x, -d.y)
    let along = (turned.x + turned.y) / 2.squareRoot() / Self.stretch
    let across = (turned.y - turned.x) / 2.squareRoot()
    return Smearing(width: noise).density(at: Point(along, across), around: .zero) / Self.stretch
  }

  private func centre(_ isSignal: Bool) -> Point { isSignal ? Point(0.3, 0) : Point(-0.3, 0) }
}
