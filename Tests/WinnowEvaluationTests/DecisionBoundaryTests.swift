import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct DecisionBoundaryTests {
  /// Two variables uniform in (−2, 2), and a third one that is 7 or 9.
  private static func sample(_ count: Int = 4000) -> Sample {
    var random = CounterRandom(seed: 4)
    func uniform() -> [Float] { (0..<count).map { _ in Float(4 * random.uniform() - 2) } }
    let x = uniform(), y = uniform()
    return Samples.literal(
      ["x": x, "y": y, "z": (0..<count).map { $0 % 4 == 0 ? 9 : 7 }],
      labels: (0..<count).map { UInt8($0 % 2) })
  }

  private static func boundary(
    _ grid: PlaneGrid, level: Double, _ response: (Float, Float) -> Float
  ) -> [ContourLine] {
    let values = zip(grid.sample.columns[0], grid.sample.columns[1]).map { response($0, $1) }
    let point = EfficiencyPoint(
      background: 0.1, signal: .undefined, signalTrain: .undefined, cut: level)
    // P = ½ where the response is 0.
    let events = try? ScoredEvents(
      response: [-1, 1, -1, 1], weights: [1, 1, 1, 1], isSignal: [false, true, true, false])
    guard let events else { return [] }
    return grid.boundary(
      response: values, points: [point], probability: SignalProbability(fittedTo: events.steps),
      prior: 0.5
    ).response[0].lines
  }

  @Test func gridsHoldTheOthersAtTheirMedian() throws {
    let sample = Self.sample()
    let grid = try #require(PlaneGrid(of: sample, x: "x", y: "y"))
    #expect(grid.plane.others == ["z"])
    #expect(Set(grid.sample.columns[2]) == [7])
    #expect(grid.sample.count == 61 * 61)
    #expect(abs(grid.plane.x.low + 1.96) < 0.03 && abs(grid.plane.x.high - 1.96) < 0.03)
    #expect(grid.plane.signal.count == 200 && grid.plane.background.count == 200)
    for point in grid.plane.signal {
      #expect(point[0] >= grid.plane.x.low && point[0] <= grid.plane.x.high)
    }
    #expect(grid.plane == PlaneGrid(of: sample, x: "x", y: "y")?.plane, "the same events again")
    #expect(PlaneGrid(of: sample, x: "x", y: "x") == nil)
    #expect(PlaneGrid(of: sample, x: "x", y: "other") == nil)
  }

  @Test func aCircleIsOneClosedLine() throws {
    let grid = try #require(PlaneGrid(of: Self.sample(), x: "x", y: "y"))
    let lines = Self.boundary(grid, level: -1) { -$0 * $0 - $1 * $1 }
    #expect(lines.count == 1)
    let points = try #require(lines.first?.points)
    #expect(points.first == points.last && points.count > 100)
    for point in points {
      let radius = (point[0] * point[0] + point[1] * point[1]).squareRoot()
      #expect(abs(radius - 1) < 0.003)
    }
  }

  @Test func aStraightCutGoesFromEdgeToEdge() throws {
    let grid = try #require(PlaneGrid(of: Self.sample(), x: "x", y: "y"))
    let lines = Self.boundary(grid, level: 0.5) { $0 + 2 * $1 }
    #expect(lines.count == 1)
    let points = try #require(lines.first?.points)
    for point in points { #expect(abs(point[0] + 2 * point[1] - 0.5) < 1e-5) }
    let ends = [points[0][0], points[points.count - 1][0]].sorted()
    #expect(isClose(ends, [grid.plane.x.low, grid.plane.x.high], relative: 1e-6))
  }

  @Test func aSaddleHasTwoLinesAndNoCrossing() throws {
    let grid = try #require(PlaneGrid(of: Self.sample(), x: "x", y: "y"))
    let lines = Self.boundary(grid, level: 0.2) { $0 * $1 }
    #expect(lines.count == 2)
    for line in lines {
      let signs = Set(line.points.map { $0[0] > 0 })
      #expect(signs.count == 1, "a branch stays on its side")
    }
    #expect(Self.boundary(grid, level: 99) { $0 * $1 }.isEmpty)
    #expect(Self.boundary(grid, level: 0) { _, _ in .nan }.isEmpty)
  }

  /// The probability is constant where the response is.
  @Test func probabilitiesAreThoseOfTheCurve() throws {
    let toy = try GaussianToy(distance: 1.5).events(200_000, seed: 2)
    let fit = SignalProbability(fittedTo: toy.steps, monotone: true)
    let grid = try #require(PlaneGrid(of: Self.sample(), x: "x", y: "y"))
    let boundary = grid.boundary(
      response: grid.sample.columns[0], points: [], probability: fit, prior: 0.5)
    #expect(boundary.probability.map(\.level) == [0.1, 0.3, 0.5, 0.7, 0.9])
    let half = try #require(boundary.probability[2].lines.first)
    // q = ½ half-way between the means.
    for point in half.points { #expect(abs(point[0] - 0.75) < 0.1) }
  }

  @Test func ranksSayWhatVariablesPart() throws {
    let sample = Samples.gaussians(events: 4000, variables: 2, distance: 2)
    let noise = (0..<4000).map { Float(($0 * 7919) % 4001) }
    let both = sample.replacing(
      schema: Schema(names: sample.schema.names + ["noise"]), columns: sample.columns + [noise])
    let parallel = try #require(try InputFigures(both).parallel)
    #expect(parallel.variables == ["x0", "x1", "noise"])
    let signal = parallel.classes[0], background = parallel.classes[1]
    #expect(signal.median[0] > 0.7 && background.median[0] < 0.3)
    #expect(abs(signal.median[2] - 0.5) < 0.03 && abs(signal.lowerQuartile[2] - 0.25) < 0.03)
    #expect(isClose(signal.median[0] + background.median[0], 1, relative: 0.03))
    for part in parallel.classes {
      #expect(part.events.count == 25 && part.events.allSatisfy { $0.count == 3 })
      for index in 0..<3 {
        #expect(part.lowerQuartile[index] < part.medianLow[index])
        #expect(part.medianLow[index] < part.median[index] && part.median[index] < part.medianHigh[index])
        #expect(part.medianHigh[index] < part.upperQuartile[index])
      }
    }
    // ±1/√2000 in the quantile of a flat variable.
    #expect(abs(signal.medianHigh[2] - signal.medianLow[2] - 1 / 2000.0.squareRoot()) < 0.01)
  }
}
