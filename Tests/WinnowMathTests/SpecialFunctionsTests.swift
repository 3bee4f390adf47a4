import Testing
import WinnowMath
import WinnowTestSupport

/// Wanted values: scipy.stats.norm, scipy.special.erfinv, scipy.stats.chi2, scipy.stats.kstwobign.
@Suite struct SpecialFunctionsTests {
  @Test(arguments: [
    (-10, 7.61985302416047e-24), (-1.5, 0.06680720126885807), (0, 0.5),
    (0.3, 0.6179114221889526), (4, 0.9999683287581669),
  ])
  func normalCDF(_ x: Double, _ wanted: Double) {
    #expect(isClose(SpecialFunctions.normalCDF(x), wanted))
  }

  @Test(arguments: [
    (1e-300, -37.0470962993612), (1e-9, -5.9978070150076865), (0.2, -0.8416212335729142),
    (0.5, 0), (0.975, 1.959963984540054), (1 - 1e-9, 5.997807019601637), (0, -.infinity),
    (1, .infinity), (-0.1, .nan), (1.1, .nan),
  ])
  func normalQuantile(_ p: Double, _ wanted: Double) {
    #expect(isClose(SpecialFunctions.normalQuantile(p), wanted, relative: 1e-11))
  }

  @Test(arguments: [
    (-0.999999, -3.458910737275499), (-0.5, -0.4769362762044699), (0, 0),
    (1e-12, 8.86226925452758e-13), (-3e-5, -2.6586807769847107e-05),
    (1e-4, 8.862269277728947e-05), (0.01, 0.008862501280950596), (0.3, 0.2724627147267544),
    (0.9, 1.1630871536766743), (0.99999999, 4.052237243268763), (1, .infinity), (1.5, .nan),
  ])
  func erfInverse(_ y: Double, _ wanted: Double) {
    #expect(isClose(SpecialFunctions.erfInverse(y), wanted, relative: 2e-11))
  }

  @Test(arguments: [
    (0, 3, 1), (1, 2.5, 0.7162100473346871), (10, 7, 0.18857346751344997),
    (300, 20, 8.082849629775851e-52), (.infinity, 3, 0), (-1, 3, .nan), (1, 0, .nan),
  ])
  func chiSquareSurvival(_ x: Double, _ degrees: Double, _ wanted: Double) {
    #expect(
      isClose(SpecialFunctions.chiSquareSurvival(x, degrees: degrees), wanted, relative: 1e-11))
  }

  @Test(arguments: [
    (-1, 1), (0.2, 0.999999999999495), (0.5, 0.9639452436648751), (1, 0.26999967167735456),
    (1.17, 0.12939004218561884), (1.19, 0.11774229287977166), (1.5, 0.022217962616525127),
    (3, 3.045995948942526e-08), (.nan, .nan),
  ])
  func kolmogorovSurvival(_ lambda: Double, _ wanted: Double) {
    #expect(isClose(SpecialFunctions.kolmogorovSurvival(lambda), wanted, relative: 1e-10))
  }
}
