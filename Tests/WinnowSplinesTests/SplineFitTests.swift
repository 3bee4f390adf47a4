import Testing
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowSplines

/// Splines of one to three inputs, and steps of their coefficients.
struct SplineFitTests {
  /// Flat in 0 … 1.
  private static let columns: [[Float]] = {
    var random = CounterRandom(seed: 4, stream: 2)
    return (0..<3).map { _ in (0..<6000).map { _ in Float(random.uniform()) } }
  }()

  private static let ones = [Double](repeating: 1, count: 6000)

  private static func fit(_ columns: [[Float]] = columns, threads: Int = 1) -> SplineFit {
    SplineFit(columns, weights: ones, effective: 6000, team: ThreadTeam(threads: threads))
  }

  /// Of the loss ½ (F − y)² at some F.
  private static func derivatives(_ targets: [Double], at values: [Float]) -> SplineDerivatives {
    var packed: [Float] = []
    for (target, value) in zip(targets, values) { packed += [Float(Double(value) - target), 1] }
    return SplineDerivatives(
      packed: SharedBuffer(packed, repeating: 0, count: packed.count), outputs: 1)
  }

  @Test(arguments: 1...5)
  func splinesAddUpToOne(_ degree: Int) {
    let grid = KnotVector(Self.columns[0], weights: Self.ones, degree: degree, quantiles: 7, steps: 3)
    #expect(grid.count == 10 + degree + 1)
    for x in [-1, 0, 0.2, 0.5, 0.77, 1, 3] {
      let found = grid.values(at: x)
      #expect(abs(found.values.sum() - 1) < 1e-12)
      #expect((0...degree).allSatisfy { found.values[$0] >= -1e-12 })
      #expect(found.first >= 0 && found.first + degree < grid.count)
    }
  }

  // scipy.interpolate.BSpline.design_matrix([0.3], [0]*4 + [0.2, 0.5, 0.6] + [1]*4, 3)
  @Test func cubicSplinesAgreeWithSciPy() throws {
    let grid = try KnotVector(degree: 3, knots: [0, 0, 0, 0, 0.2, 0.5, 0.6, 1, 1, 1, 1])
    let found = grid.values(at: 0.3)
    let expected = [0.10666666666666667, 0.485, 0.3979166666666667, 0.010416666666666666]
    #expect(found.first == 1)
    for k in 0..<4 { #expect(abs(found.values[k] - expected[k]) < 1e-12) }
  }

  /// Least squares is done in one step, and a product of two inputs is a pair's.
  @Test func oneStepFitsAProduct() throws {
    let fit = Self.fit()
    let targets = zip(Self.columns[0], Self.columns[1]).map { Double($0) * Double($1) + 2 }
    let start = [Float](repeating: 0, count: 6000)
    let pair = SplineSum([fit.term([]), fit.term([0, 1])])
    let (step, _) = try #require(
      fit.step(
        of: [pair], strengths: [[1e-6, 1e-6]], at: Self.derivatives(targets, at: start), information: 1))
    var sum = pair
    sum.add(step[0], times: 1, at: 0)
    let found = sum.values(of: Self.columns, events: 6000, threads: 2)
    #expect(zip(found, targets).allSatisfy { abs(Double($0) - $1) < 1e-4 })
  }

  /// Noise around a line: the smoothing that the likelihood asks for leaves a line.
  @Test func smoothingFollowsTheLikelihood() throws {
    var random = CounterRandom(seed: 9, stream: 1)
    let noise = (0..<6000).map { _ in random.normal() }
    let fit = Self.fit(), sum = SplineSum([fit.term([]), fit.term([2])])
    func settled(_ truth: (Double) -> Double) throws -> (error: Double, strength: Double) {
      let targets = zip(Self.columns[2], noise).map { truth(Double($0)) + $1 }
      var current = sum, strengths = [[1e-3, 10.0]]
      for _ in 0..<12 {
        let values = current.values(of: Self.columns, events: 6000, threads: 1)
        let found = try #require(
          fit.step(
            of: [current], strengths: strengths, at: Self.derivatives(targets, at: values),
            information: 1))
        current.add(found.change[0], times: 1, at: 0)
        strengths = found.strengths
      }
      let values = current.values(of: Self.columns, events: 6000, threads: 1)
      let squares = zip(values, Self.columns[2]).map {
        let distance = Double($0) - truth(Double($1))
        return distance * distance
      }
      return (squares.reduce(0, +) / 6000, strengths[0][1])
    }
    let line = try settled { 3 * $0 }
    let wave = try settled { 3 * $0 * $0 * (1 - $0) * 8 }
    // A free fit of eight coefficients would leave 8/6000.
    #expect(line.error < 5.5 / 6000 && wave.error < 8.0 / 6000, "\(line), \(wave)")
    #expect(line.strength > 20 * wave.strength, "\(line), \(wave)")
  }

  @Test func promisesAreMadeByInputsThatMatter() {
    var random = CounterRandom(seed: 5, stream: 1)
    let gradients = (0..<6000).map { row in
      let isAlike = (Self.columns[0][row] > 0.5) == (Self.columns[1][row] > 0.5)
      return Float(random.normal() + (isAlike ? 0.3 : -0.3))
    }
    let slopes = SharedBuffer(gradients, repeating: 0, count: 6000)
    let curvatures = SharedBuffer<Float>(repeating: 1, count: 6000)
    let fit = Self.fit()
    let pair = fit.promise(of: [0, 1], gradients: slopes, hessians: curvatures)
    let other = fit.promise(of: [0, 2], gradients: slopes, hessians: curvatures)
    #expect(pair.cells == 36 && other.cells == 36)
    #expect(pair.gain > 200 && other.gain < 40, "\(pair), \(other)")
  }

  @Test func missingValuesCountAsNothing() {
    var columns = Self.columns
    columns[0][17] = .nan
    let fit = Self.fit(columns)
    let term = fit.term([0, 1])
    let sum = SplineSum([term], [[Double](repeating: 2, count: term.count)])
    let found = sum.values(of: columns, events: 6000, threads: 1)
    #expect(found[17] == 0 && abs(found[18] - 2) < 1e-6)
  }

  @Test func givesTheSameBitsAtAnyThreadCount() throws {
    let targets = Self.columns[0].map { Double($0 * $0) }
    let start = [Float](repeating: 0, count: 6000)
    let steps = try [1, 3].map { threads in
      let fit = Self.fit(threads: threads)
      let sum = SplineSum([fit.term([]), fit.term([0]), fit.term([0, 1, 2])])
      return try #require(
        fit.step(
          of: [sum], strengths: [[1, 1, 1]], at: Self.derivatives(targets, at: start), information: 1))
    }
    #expect(steps[0].change == steps[1].change && steps[0].strengths == steps[1].strengths)
  }

  @Test func archivesRoundTripAndDamageIsNamed() throws {
    let fit = Self.fit(), sum = SplineSum([fit.term([]), fit.term([1]), fit.term([0, 2])])
    let archive = sum.archive()
    #expect(try SplineSum(from: archive, inputs: 3) == sum)
    #expect(throws: WinnowError.self) { try SplineSum(from: archive, inputs: 2) }
    var damaged = archive
    damaged.store("2/coefficients", Tensor([1.0, 2]))
    #expect(throws: WinnowError.self) { try SplineSum(from: damaged, inputs: 3) }
    damaged = archive
    damaged.store("1/knots 0", Tensor([1.0, 0, 3, 2, 1, 1, 1, 1, 1]))
    #expect(throws: WinnowError.self) { try SplineSum(from: damaged, inputs: 3) }
    damaged = archive
    damaged.store("terms", Setting(.integer(-1)))
    #expect(throws: WinnowError.self) { try SplineSum(from: damaged, inputs: 3) }
  }
}
