import Foundation
import Testing
import WinnowCore
import WinnowLearners

struct LikelihoodTests {
  private func train(
    _ sample: Sample, _ change: (inout LikelihoodParameters) -> Void = { _ in }
  ) throws -> LikelihoodModel {
    var parameters = LikelihoodParameters()
    change(&parameters)
    return try Likelihood(parameters).train(on: sample, validation: nil, in: RunContext())
  }

  /// Two bins of width 2 on [0, 4]: signal 3 : 1, background 1 : 3. Constant in the outer halves,
  /// straight from 1 to 3; the integral is 4 in units of the mean height 2.
  private let line = knnSample(
    [[0, 0.5, 1, 3, 1, 2.5, 3, 4]], labels: [0, 0, 0, 0, 1, 1, 1, 1])

  @Test func histogramByHand() throws {
    let model = try train(line) { $0.bins = 2 }
    let test = knnSample([[0.5, 2, 2.5, 3.5]], labels: [0, 0, 1, 1])
    let scores = try model.scores(for: test, threads: 1).response
    for (score, expected) in zip(scores, [0.75, 0.5, 0.375, 0.25]) {
      #expect(abs(Double(score) - expected) < 1e-6)
    }
  }

  @Test func smoothingByHand() throws {
    let model = try train(line) {
      $0.bins = 2
      $0.smoothing = 1
    }
    // 3 : 1 becomes ¾·3 + ¼·1 : ¾·1 + ¼·3 = 2.5 : 1.5.
    let scores = try model.scores(for: knnSample([[0.5]], labels: [0]), threads: 1).response
    #expect(abs(scores[0] - 0.625) < 1e-6)
  }

  @Test func transformedOutputIsTheLogarithm() throws {
    let model = try train(line) {
      $0.bins = 2
      $0.transformOutput = true
    }
    let score = try model.scores(for: knnSample([[0.5]], labels: [0]), threads: 1).response[0]
    #expect(abs(Double(score) - log(3) / 15) < 1e-6)
  }

  /// numpy: sum of w exp(-((t - x)/h)²/2) with h = 1.06 σ n_eff^(-1/5), n_eff = (Σw)²/Σw², mirrored at
  /// both ends or not, divided by its trapezoidal integral over [-1.5, 2].
  @Test(
    arguments: [
      (LikelihoodBorder.none, [0.28655236, 0.34770399, 0.23181401]),
      (.mirror, [0.30823137, 0.28764817, 0.27541261]),
    ])
  func kernelEstimateAsNumPy(border: LikelihoodBorder, expected: [Double]) throws {
    let sample = knnSample(
      [[-1.5, -0.5, 0, 0.25, 1, 2, -1, 1]], labels: [0, 0, 0, 0, 0, 0, 1, 1],
      weights: [1, 2, 1, 0.5, 1, 1.5, 1, 1])
    let model = try train(sample) {
      $0.density = .kernel
      $0.border = border
    }
    for (x, density) in zip([-1.0, 0.0, 1.5], expected) {
      #expect(abs(model.curves[0][0](x) - density) < 1e-4 * density)
    }
  }

  /// 400 events of a logistic distribution, x = ln(u/(1 − u)) with u = (i + ½)·0.618… mod 1, and a class
  /// that makes the range wide enough for all tails.
  private func logistic(weight: (Int) -> Double = { _ in 1 }) -> Sample {
    let x = (0..<400).map { i in
      let u = ((Double(i) + 0.5) * 0.6180339887498949).truncatingRemainder(dividingBy: 1)
      return Float(log(u / (1 - u)))
    }
    let ends = (0..<100).map { Float($0 % 2 == 0 ? -16 : 16) }
    return knnSample(
      [x + ends], labels: [UInt8](repeating: 0, count: 400) + [UInt8](repeating: 1, count: 100),
      weights: (0..<400).map(weight) + [Double](repeating: 1, count: 100))
  }

  private func expectDensity(
    _ model: LikelihoodModel, _ expected: [Double], within tolerance: Double
  ) {
    for (x, density) in zip([-4.0, -2, -0.5, 0, 1, 3, 5], expected) {
      let found = model.curves[0][0](x)
      #expect(abs(found - density) < tolerance * density, "\(x): \(found) for \(density)")
    }
  }

  /// scipy.stats.gaussian_kde with the factor 1.06 n^(-1/5) on the deviation of the sample.
  @Test func fixedKernelsAsSciPy() throws {
    let model = try train(logistic()) { $0.density = .kernel }
    expectDensity(
      model, [0.0212803, 0.10973, 0.220986, 0.231505, 0.18953, 0.0516263, 0.00714909], within: 2e-3)
  }

  /// sklearn.neighbors.KernelDensity with sample_weight 2, ½, ½, 2, … and the bandwidth
  /// 1.06 σ n_eff^(-1/5).
  @Test func weightedKernelsAsScikitLearn() throws {
    let model = try train(logistic { $0 % 3 == 0 ? 2 : 0.5 }) { $0.density = .kernel }
    expectDensity(
      model, [0.0219896, 0.112322, 0.21809, 0.227045, 0.186616, 0.0527692, 0.0102032], within: 2e-3)
  }

  /// scipy.spatial.cKDTree for the 40th neighbour of each event, h half that distance, and the mean of
  /// scipy.stats.norm.pdf((t - x)/h)/h.
  @Test func kernelsByNeighboursAsSciPy() throws {
    let model = try train(logistic()) {
      $0.density = .kernel
      $0.neighbors = 40
      $0.bandwidth = 0.5
    }
    expectDensity(
      model, [0.0158813, 0.105517, 0.23334, 0.245915, 0.194015, 0.0425173, 0.00601837], within: 0.02)
  }

  @Test func neighboursThatCannotBeAreErrors() throws {
    let changes: [(inout LikelihoodParameters) -> Void] = [
      { $0.density = .histogram }, { $0.adaptive = true }, { $0.neighbors = 401 },
    ]
    for change in changes {
      let error = #expect(throws: WinnowError.self) {
        try train(logistic()) {
          $0.density = .kernel
          $0.neighbors = 2
          change(&$0)
        }
      }
      #expect(error?.kind == .badConfiguration)
    }
  }

  @Test(arguments: LikelihoodDensity.allCases, [false, true])
  func curvesHaveUnitArea(density: LikelihoodDensity, variant: Bool) throws {
    let model = try train(knnCloud(2000, inputs: 2)) {
      $0.density = density
      $0.adaptive = variant
      $0.binning = variant ? .quantile : .equal
      $0.border = variant ? .renormalize : .mirror
    }
    for curve in model.curves.joined() {
      let area = zip(1..., curve.x.dropFirst()).reduce(0) { sum, step in
        let (i, x) = step
        return sum + (x - curve.x[i - 1]) * (curve.heights[i] + curve.heights[i - 1]) / 2
      }
      #expect(abs(area - 1) < 1e-12)
    }
  }

  @Test func severalClassesShareOne() throws {
    let cloud = knnCloud(900, inputs: 2)
    let sample = Sample(
      schema: cloud.schema, columns: cloud.columns, weights: cloud.weights,
      truth: .classes(names: ["a", "b", "c"], labels: (0..<900).map { UInt8($0 % 3) }))
    let scores = try train(sample).scores(for: sample, threads: 2)
    #expect(scores.outputs == ["a", "b", "c"])
    for event in 0..<900 {
      #expect(abs(scores.values.reduce(0) { $0 + $1[event] } - 1) < 1e-5)
    }
    #expect(throws: WinnowError.self) { try train(sample) { $0.transformOutput = true } }
  }

  @Test func outsideTheRangeTheFloorsDecide() throws {
    let model = try train(line) { $0.bins = 2 }
    let score = try model.scores(for: knnSample([[99]], labels: [0]), threads: 1).response
    #expect(score == [0.5])
  }

  @Test func malformedArchivesAreErrors() throws {
    let model = try train(line)
    let faults: [(inout Archive) -> Void] = [
      { $0.store("x/0/0", Tensor([1.0, 0])) },
      { $0.store("heights/0/0", Tensor([-1.0, 1, 1])) },
      { $0.store("floor/1/0", Tensor([0.0])) },
      { $0.store("classes", Setting(.list([Setting(.text("signal"))]))) },
      { $0 = Archive(tensors: $0.tensors) },
    ]
    for fault in faults {
      var archive = model.archive()
      fault(&archive)
      #expect(throws: WinnowError.self) { try LikelihoodModel(from: archive, schema: line.schema) }
    }
    #expect(try LikelihoodModel(from: model.archive(), schema: line.schema).archive() == model.archive())
  }

  @Test func constantAndMissingInputsAreErrors() throws {
    #expect(throws: WinnowError.self) {
      try train(knnSample([[1, 1, 1, 1]], labels: [0, 0, 1, 1]))
    }
    #expect(throws: WinnowError.self) {
      try train(line).scores(for: knnSample([[.nan]], labels: [0]), threads: 1)
    }
  }
}
