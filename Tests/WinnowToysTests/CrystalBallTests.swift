import Testing
import WinnowTestSupport
import WinnowToys

/// Against numerical integrals of the unnormalised density by scipy.integrate.quad.
@Suite struct CrystalBallTests {
  private struct Case {
    let density: CrystalBall
    /// (t, P(T ≤ t), ln p)
    let points: [(Double, Double, Double)]
    let expectation: Double
  }

  private static let cases = [
    Case(
      density: CrystalBall(
        mean: 1.05, width: 0.02, left: .init(alpha: 1.7, power: 8.5),
        right: .init(alpha: 1.1, power: 5.6)),
      points: [
        (-6, 0.0005312713763455338, -3.8433259748970796),
        (-1, 0.1573460666384488, 2.3765741707663537),
        (0.3, 0.5660936678922297, 2.8315741707663538),
        (4, 0.973027839686257, -0.2531752673871458),
      ], expectation: 1.055830353034069),
    Case(
      density: CrystalBall(
        mean: 2, width: 0.5, left: .init(alpha: 0.5, power: 3),
        right: .init(alpha: 2.5, power: 2.5)),
      points: [
        (-6, 0.16399708970844915, -2.8639592712448967),
        (-1, 0.5133400026968616, -1.1523246958420579),
        (0.3, 0.7789305451622927, -0.8321965728214489),
        (4, 0.9983137446189291, -6.202923402506837),
      ], expectation: 0.1524085440695826),
  ]

  @Test(arguments: cases.indices) func agreesWithNumericalIntegrals(_ index: Int) {
    let (density, wanted) = (Self.cases[index].density, Self.cases[index])
    for (t, cumulative, logDensity) in wanted.points {
      let y = density.mean + density.width * t
      #expect(isClose(density.cumulative(y), cumulative, relative: 1e-9), "at \(t)")
      #expect(isClose(density.logDensity(y), logDensity, relative: 1e-9), "at \(t)")
    }
    #expect(isClose(density.expectation, wanted.expectation, relative: 1e-7))
  }

  @Test(arguments: cases.indices) func quantilesInvertTheCumulative(_ index: Int) {
    let density = Self.cases[index].density
    for share in [1e-9, 1e-3, 0.1, 0.25, 0.5, 0.8, 0.95, 0.999, 1 - 1e-6] {
      #expect(
        isClose(density.cumulative(density.quantile(share)), share, relative: 1e-9, absolute: 1e-12))
    }
  }
}
