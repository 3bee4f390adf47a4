import Testing
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

/// Signal probability by kernels and by splines, against its known form for Gaussians.
@Suite struct DensityRatioTests {
  private static func maps(_ steps: ResponseSteps) throws -> [any Calibration] {
    [
      try #require(KernelDensityRatio(fittedTo: steps)),
      try #require(SplineDensityRatio(fittedTo: steps)),
    ]
  }

  @Test(arguments: CoverageTests.toys.indices)
  func gaussiansHaveTheirProbability(toy index: Int) throws {
    var toy = CoverageTests.toys[index]
    toy.distance = 1.5
    for map in try Self.maps(toy.events(1_000_000, seed: 3).steps) {
      for y in stride(from: -1.5, through: 3, by: 0.25) {
        let exact = CoverageTests.probability(y, distance: 1.5, prior: 0.5)
        #expect(abs(map.balanced(at: y) - exact) < 0.025, "\(type(of: map).name) at \(y)")
      }
    }
  }

  /// Where both classes are the same no response means anything, and the errors say how well that is known.
  @Test func equalClassesHaveOneHalf() throws {
    let events = try GaussianToy(distance: 0).events(20_000, seed: 5)
    let kernels = try #require(KernelDensityRatio(fittedTo: events.steps)).curve
    let splines = try #require(SplineDensityRatio(fittedTo: events.steps)).curve
    for curve in [kernels, splines] {
      for y in stride(from: -2.0, through: 2, by: 0.2) {
        let q = curve.probability(of: y, prior: 0.5)
        #expect(abs(q.value - 0.5) < 4 * q.error, "\(q) at \(y)")
        #expect(q.error > 0.003 && q.error < 0.05)
      }
    }
  }

  /// The ratio of densities does not care for the scale of the response.
  @Test func risingFunctionsOfTheResponseChangeNothing() throws {
    let plain = try GaussianToy(distance: 1.5, weights: .positive).events(30_000, seed: 7)
    let bent = try ScoredEvents(
      response: plain.events.response.map { Float(1 / (1 + exponential(-2 * Double($0)))) },
      weights: plain.events.weights, isSignal: plain.events.isSignal)
    let first = try #require(KernelDensityRatio(fittedTo: plain.steps))
    let second = try #require(KernelDensityRatio(fittedTo: bent.steps))
    for y in stride(from: -1.5, through: 3, by: 0.5) {
      let moved = 1 / (1 + exponential(-2 * y))
      #expect(abs(first.balanced(at: y) - second.balanced(at: moved)) < 0.005, "at \(y)")
    }
  }

  /// Out of fold, smooth maps come as near to the score of the true probability as bins do.
  @Test func theyStandBesideTheOtherMapsAndScoreAsWell() throws {
    let events = try GaussianToy(distance: 1.5).events(20_000, seed: 9)
    let figures = CalibrationFigures.all(events, prior: 0.5)
    let names = ["density ratio", "density ratio (kernels)", "density ratio (splines)", "Platt"]
    let scores = try names.map { name in try #require(figures.first { $0.name == name }) }
    for score in scores.dropLast() {
      #expect(score.brier.value < scores[3].brier.value + 0.001, "\(score.name)")
    }
    #expect(scores[1].parameters["bandwidth"] ?? 0 > 0.05)
    #expect(scores[2].parameters["knots"] == 25)
  }

  @Test func twoResponsesAreTooFewForASmoothMap() throws {
    let steps = try ScoredEvents(
      response: [1, 1, 0, 0], weights: [1, 1, 1, 1], isSignal: [true, false, true, false]).steps
    #expect(KernelDensityRatio(fittedTo: steps) == nil)
    #expect(SplineDensityRatio(fittedTo: steps) == nil)
  }

  /// Steffen’s definition fixes these: at an extreme and beside equal points the slope is 0.
  @Test func splinesStayBetweenTheirPoints() throws {
    let x = [0.0, 1, 2, 3.5, 4], y = [0.0, 1, 0, 0, 2]
    let places = (0...80).map { Double($0) / 20 }
    let values = try #require(MonotoneSpline.values(at: places, through: x, y))
    for (knot, value) in zip(x, y) {
      #expect(isClose(values[Int((knot * 20).rounded())], value))
    }
    for (place, value) in zip(places, values) where place >= 2 && place <= 3.5 {
      #expect(value == 0, "flat between equal points")
    }
    #expect(values.allSatisfy { $0 >= 0 && $0 <= 2 + 1e-12 })
    let falling = zip(places, values).filter { $0.0 >= 1 && $0.0 <= 2 }.map(\.1)
    #expect(zip(falling, falling.dropFirst()).allSatisfy { $0 >= $1 })
    // Slopes 0 at both ends of 1 … 2: the Hermite cubic 1 − 3t² + 2t³.
    #expect(isClose(values[30], 0.5) && isClose(values[25], 0.84375))
    #expect(MonotoneSpline.values(at: [0.5], through: [0, 1], [0, 1]) == nil)
    #expect(MonotoneSpline.values(at: [5], through: x, y) == nil)
    #expect(MonotoneSpline.values(at: [0.5], through: [0, 1, 1], [0, 1, 2]) == nil)
  }
}
