import Foundation
import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

/// Correlation errors, mutual information, redundancy, importance and sculpting.
@Suite struct InputDependenceTests {
  static func gaussians(_ count: Int, rho: Double, seed: UInt64) -> Sample {
    var random = CounterRandom(seed: seed, stream: 3)
    var x: [Float] = [], y: [Float] = []
    for _ in 0..<count {
      let first = random.normal()
      x.append(Float(first))
      y.append(Float(rho * first + (1 - rho * rho).squareRoot() * random.normal()))
    }
    return Samples.literal(
      ["x": x, "y": y], labels: (0..<count).map { UInt8($0 % 2) })
  }

  @Test func correlationsHaveTheErrorOfGaussians() throws {
    let matrix = try #require(
      try InputFigures(Self.gaussians(100_000, rho: 0.6, seed: 1)).correlations.first)
    let error = try #require(matrix.errors)[0][1]
    #expect(isClose(error, 0.64 / 50_000.0.squareRoot(), relative: 0.03))
    #expect(matrix.errors?[0][0] == 0)
    // I = −½ ln(1 − ρ²), less what twelve bins hide.
    let information = try #require(matrix.information)[0][1]
    #expect(abs(information.value - 0.2231) < 0.02)
    #expect(information.error < 0.01)
  }

  @Test func intervalsOfCorrelations() throws {
    var coverage = Coverage(of: 0.6)
    for seed in 0..<400 {
      let figures = try InputFigures(Self.gaussians(400, rho: 0.6, seed: UInt64(seed)))
      let matrix = figures.correlations[0]
      coverage.count(Measured(matrix.values[0][1], matrix.errors?[0][1] ?? .nan))
    }
    #expect(coverage.isRight, "\(coverage)")
  }

  @Test func informationAgreesWithScikitLearn() throws {
    let reference = try Reference(), judgement = try Judgement()
    let whole = reference.column("whole").map { Float($0) }
    let coarse = judgement.list("coarse").map { Float($0) }
    let found = MutualInformation.between(
      whole, coarse, weights: whole.map { _ in 1 })
    // Less (3 − 1)(4 − 1)/(2 n).
    let expected = judgement.figure("mutual") - 6 / (2 * Double(whole.count))
    #expect(isClose(found.value, expected, relative: 1e-9))
  }

  /// y = x² has no correlation with x and much information; independent variables have none.
  @Test func informationSeesWhatCorrelationsMiss() {
    var random = CounterRandom(seed: 9)
    let x = (0..<20_000).map { _ in Float(random.normal()) }
    let other = (0..<20_000).map { _ in Float(random.normal()) }
    let ones = x.map { _ in 1.0 }
    #expect(MutualInformation.between(x, x.map { $0 * $0 }, weights: ones).value > 1)
    let none = MutualInformation.between(x, other, weights: ones)
    #expect(abs(none.value) < 4 * none.error)
    #expect(!MutualInformation.between([.nan], [1], weights: [1]).isDefined)
  }

  /// C of x, y and (x + y)/√2: the third is the others exactly, R² = 1 for all.
  @Test func redundancyByHand() {
    let half = 0.5.squareRoot()
    let full = CorrelationMatrix(
      name: "a", variables: ["x", "y", "sum"], values: [[1, 0, half], [0, 1, half], [half, half, 1]])
    let plain = CorrelationMatrix(
      name: "b", variables: ["x", "y", "sum"], values: [[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]])
    let alone = Redundancy.all([full])
    #expect(alone.allSatisfy { isClose($0.squaredMultipleCorrelation, 1, relative: 1e-6) })
    let both = Redundancy.all([full, plain])
    // 0.6² + 0.3² for the sum; then 0.36/(1 − 0.09) and 0.09/(1 − 0.36).
    #expect(both.map(\.variable) == ["sum", "x", "y"])
    #expect(isClose(both.map(\.squaredMultipleCorrelation), [0.45, 0.36 / 0.91, 0.09 / 0.64]))
    #expect(both[0].nearest == "x" && both[0].correlation == 0.6)
  }

  @Test func importanceIsTheAreaLost() throws {
    let sample = Samples.gaussians(events: 4000, variables: 2, distance: 2, seed: 5)
    let found = try PermutationImportance.areas(of: sample) { Scores(response: $0.columns[0]) }
    #expect(found.map(\.variable) == ["x0", "x1"])
    let area = try ScoredEvents(response: sample.columns[0], of: sample).steps.auc
    // A shuffled response is worth ½.
    #expect(abs(found[0].loss.value - (area.value - 0.5)) < 4 * found[0].loss.error)
    #expect(found[1].loss == Measured(0, 0))
    let again = try PermutationImportance.areas(of: sample) { Scores(response: $0.columns[0]) }
    #expect(again == found)
  }

  @Test func divergenceAgreesWithSciPy() throws {
    func bins(_ shares: [Double]) -> [WeightSum] {
      shares.map { WeightSum(sum: 1000 * $0, squares: 1000 * $0) }
    }
    let p = bins([0.1, 0.4, 0.5, 0]), q = bins([0.3, 0.3, 0.2, 0.2])
    let found = try #require(JensenShannon(p, q))
    let expected = try Judgement().figure("jensen_shannon")
    #expect(isClose(found.divergence.value, expected, relative: 1e-9))
    #expect(JensenShannon(p, p)?.divergence.value == 0)
    #expect(JensenShannon(bins([1, 0]), bins([0, 1]))?.divergence.value == 1)
    #expect(JensenShannon(bins([0, 0]), p.prefix(2).map { $0 }) == nil)
  }

  /// A response apart from the spectator leaves it flat; one that knows it does not.
  @Test(arguments: [0.0, 0.8])
  func sculptingIsSeen(strength: Double) throws {
    var random = CounterRandom(seed: 12)
    var response: [Float] = [], mass: [Double] = [], isSignal: [Bool] = []
    for row in 0..<20_000 {
      let z = random.normal()
      mass.append(100 + 10 * z)
      isSignal.append(row % 2 == 0)
      response.append(Float(random.normal() + strength * z + (row % 2 == 0 ? 1.5 : 0)))
    }
    let scored = try ScoredEvents(
      response: response, weights: mass.map { _ in 1 }, isSignal: isSignal)
    let found = try Sculpting(of: "mass", values: mass, scored: scored, bins: 8)
    #expect(found.edges.count == 9 && found.cuts.count == 3)
    let cut = found.cuts[1]
    // Φ(1.5) of the background fails where half of the signal passes; overall the width is √(1 + s²).
    let width = (1 + strength * strength).squareRoot()
    let truth = 1 / SpecialFunctions.normalCDF(-1.5 / width)
    #expect(abs(found.rejectionAtHalfOverall.value - truth) < 4 * found.rejectionAtHalfOverall.error)
    if strength == 0 {
      for efficiency in cut.backgroundEfficiency {
        #expect(abs(efficiency.value - 0.1) < 4 * efficiency.error)
      }
      #expect(cut.divergence.value < 3 * cut.expectedDivergence)
      #expect(found.flatness < 2.5 * found.expectedFlatness)
    } else {
      #expect(cut.backgroundEfficiency[7].value > 5 * cut.backgroundEfficiency[0].value)
      #expect(cut.divergence.value > 20 * cut.expectedDivergence)
      #expect(found.flatness > 20 * found.expectedFlatness)
    }
  }

  /// The mean of the flatness and of the divergence where nothing is sculpted.
  @Test func fluctuationsGiveWhatIsExpected() throws {
    var flatness = 0.0, divergence = 0.0
    for seed in 0..<60 {
      let scored = try GaussianToy(weights: .positive).events(2000, seed: UInt64(seed))
      var random = CounterRandom(seed: UInt64(seed), stream: 99)
      let mass = (0..<2000).map { _ in random.uniform() }
      let found = try Sculpting(of: "mass", values: mass, scored: scored, bins: 5)
      flatness += found.flatness / found.expectedFlatness / 60
      divergence += found.cuts[2].divergence.value / found.cuts[2].expectedDivergence / 60
    }
    #expect(abs(flatness - 1) < 0.2, "\(flatness)")
    #expect(abs(divergence - 1) < 0.25, "\(divergence)")
  }
}
