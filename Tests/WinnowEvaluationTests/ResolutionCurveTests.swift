import Foundation
import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

/// The resolution curve against the terms that toys were made with.
@Suite struct ResolutionCurveTests {
  /// Gaussian responses around `scale` of energies from 5 to 200 GeV, flat in 1/√E.
  private func curve(
    _ a: Double, _ b: Double, _ c: Double, scale: Double = 1, unit: String? = "GeV", seed: UInt64 = 1,
    weight: (Int) -> Double = { _ in 1 }
  ) throws -> ResolutionCurve? {
    var random = CounterRandom(seed: seed)
    let (low, high) = (1 / 200.0.squareRoot(), 1 / 5.0.squareRoot())
    var target: [Float] = [], prediction: [Float] = []
    for _ in 0..<40_000 {
      let root = low + (high - low) * random.uniform()
      let energy = 1 / (root * root)
      let width = (a * a / energy + b * b / (energy * energy) + c * c).squareRoot()
      target.append(Float(energy))
      prediction.append(Float(scale * energy * (1 + width * random.normal())))
    }
    let weights = target.indices.map(weight)
    let quantity = ProfileQuantity(
      "energy", unit: unit, role: .target, values: target.map(Double.init))
    let bins = try #require(ProfileBins(quantity, weights: weights, bins: 12))
    return ResolutionCurve(
      try Deviations(prediction: prediction, target: target, weights: weights), in: bins)
  }

  private func isWithin(_ figure: Measured, of value: Double, sigmas: Double = 3.5) -> Bool {
    abs(figure.value - value) < sigmas * figure.error
  }

  @Test func theTermsOfTheToyComeBack() throws {
    let found = try #require(try curve(0.05, 0.2, 0.01, scale: 0.97))
    #expect(isWithin(found.stochastic, of: 0.05) && found.stochastic.error < 0.005)
    #expect(isWithin(found.noise, of: 0.2) && found.noise.error < 0.05)
    #expect(isWithin(found.constant, of: 0.01) && found.constant.error < 0.003)
    #expect(found.degreesOfFreedom == 9 && found.chiSquare < 30, "\(found.chiSquare)")
    #expect(found.response.count == 12 && found.resolution.count == 12)
    #expect(found.response.allSatisfy { isWithin($0, of: 0.97) })
    let expected = (0.0025 / 50 + 0.04 / 2500 + 1e-4).squareRoot()
    #expect(isClose(found.value(at: 50), expected, relative: 0.03))
  }

  @Test func errorsAreThoseOfRepetitions() throws {
    let pulls = try (1...20).map { seed -> Double in
      let found = try #require(try curve(0.05, 0.1, 0.01, seed: UInt64(100 + seed)))
      return (found.stochastic.value - 0.05) / found.stochastic.error
    }
    let square = pulls.reduce(0) { $0 + $1 * $1 } / 20
    #expect((0.4...2.2).contains(square), "\(square)")
  }

  @Test func absentTermsEndAtZeroOrNearIt() throws {
    let found = try #require(try curve(0.05, 0, 0))
    for term in [found.noise, found.constant] {
      #expect(term.value == 0 ? term.error.isNaN : term.value < 4 * term.error + 0.02)
    }
    #expect(isClose(found.stochastic.value, 0.05, relative: 0.06))
  }

  @Test func negativeWeightsKeepTheTerms() throws {
    let found = try #require(try curve(0.05, 0.2, 0.01) { $0 % 5 == 0 ? -1 : 1 })
    #expect(isWithin(found.stochastic, of: 0.05) && isWithin(found.constant, of: 0.01))
  }

  @Test func onlyEnergiesHaveACurve() throws {
    #expect(try curve(0.05, 0.1, 0.01, unit: nil) == nil)
    #expect(try curve(0.05, 0.1, 0.01, unit: "mag") == nil)
  }

  @Test func theCurveSurvivesJSON() throws {
    let found = try #require(try curve(0.05, 0, 0.01))
    let again = try JSONDecoder().decode(
      ResolutionCurve.self, from: JSONEncoder().encode(found))
    #expect(again.stochastic == found.stochastic && again.energies == found.energies)
  }
}
