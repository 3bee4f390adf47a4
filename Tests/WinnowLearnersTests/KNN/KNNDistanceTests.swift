import Testing
import WinnowCore
import WinnowLearners

/// Several targets, several classes and other distances, as scikit-learn 1.7 answers on the same
/// congruential numbers (`SciPyAgreementTests`): 400 events and 8 queries in three inputs.
struct KNNDistanceTests {
  private func columns(seed: UInt64, _ count: Int) -> [[Float]] {
    var state = seed
    return (0..<3).map { _ in
      (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(state >> 40) / 0x1p24
      }
    }
  }

  private func sample(_ columns: [[Float]], _ truth: Truth = .none) -> Sample {
    Sample(
      schema: Schema(names: ["a", "b", "c"]), columns: columns,
      weights: columns[0].map { _ in 1 }, truth: truth)
  }

  private func model(
    _ sample: Sample, neighbors: Int, _ change: (inout KNNParameters) -> Void = { $0.scale = .none }
  ) throws -> KNNModel {
    var parameters = KNNParameters()
    parameters.neighbors = neighbors
    change(&parameters)
    return try KNN(parameters).train(on: sample, validation: nil, in: RunContext())
  }

  private var targets: Truth {
    let x = columns(seed: 1, 400)
    let first = zip(x[0], x[1]).map { Float(Double($0) + 2 * Double($1) * Double($1)) }
    return .targets(names: ["first", "second"], values: [first, zip(x[2], x[0]).map { $0 * $1 }])
  }

  /// KNeighborsRegressor(7).
  @Test func twoTargets() throws {
    let scores = try model(sample(columns(seed: 1, 400), targets), neighbors: 7)
      .scores(for: sample(columns(seed: 2, 8)), threads: 1)
    #expect(scores.outputs == ["first", "second"])
    let expected = [
      [0.85110489, 2.45066384, 2.35735202, 1.25543175, 0.89747334, 1.00649845, 0.77862374, 1.01286922],
      [0.24595734, 0.16059547, 0.07625973, 0.29207666, 0.02181274, 0.09267458, 0.02253949, 0.07010562],
    ]
    for (found, wanted) in zip(scores.values.joined(), expected.joined()) {
      #expect(abs(Double(found) - wanted) < 2e-7 * (1 + wanted))
    }
  }

  /// KNeighborsClassifier(9) on the class ⌊2 Σx⌋ mod 3.
  @Test func threeClasses() throws {
    let x = columns(seed: 1, 400)
    let labels = (0..<400).map { event in
      UInt8(Int((Double(x[0][event]) + Double(x[1][event]) + Double(x[2][event])) * 2) % 3)
    }
    let truth = Truth.classes(names: ["a", "b", "c"], labels: labels)
    let scores = try model(sample(x, truth), neighbors: 9)
      .scores(for: sample(columns(seed: 2, 8)), threads: 1)
    let votes = scores.values.map { $0.map { Int(($0 * 9).rounded()) } }
    #expect(
      votes == [[0, 6, 8, 6, 0, 0, 0, 0], [0, 3, 0, 3, 7, 0, 8, 1], [9, 0, 1, 0, 2, 9, 1, 8]])
  }

  /// KNeighborsRegressor(7, metric="mahalanobis") on correlated inputs of different widths.
  @Test func mahalanobis() throws {
    func mixed(_ x: [[Float]]) -> [[Float]] {
      [x[0], zip(x[0], x[1]).map { $0 + 0.25 * $1 }, x[2].map { 8 * $0 }]
    }
    let training = sample(mixed(columns(seed: 1, 400)), targets)
    let model = try model(training, neighbors: 7) { $0.scale = .mahalanobis }
    let queries = sample(mixed(columns(seed: 2, 8)))
    let scores = try model.scores(for: queries, threads: 1)
    let expected = [
      0.85110489, 2.45066384, 2.29269736, 1.36729121, 0.89747334, 1.00649845, 0.77862374, 1.01286922,
    ]
    for (found, wanted) in zip(scores.values[0], expected) {
      #expect(abs(Double(found) - wanted) < 1e-6)
    }
    let again = try KNNModel(from: model.archive(), schema: model.schema)
    #expect(try again.scores(for: queries, threads: 1) == scores)
    let own = try model.trainingScores(for: training, threads: 2)
    #expect(try again.trainingScores(for: training, threads: 1) == own)
  }

  /// Factors of powers of two change no rounding.
  @Test func factorsWidenInputs() throws {
    let x = columns(seed: 1, 400), queries = columns(seed: 2, 8), factors: [Float] = [4, 1, 0.5]
    func widened(_ columns: [[Float]]) -> [[Float]] {
      zip(columns, factors).map { column, factor in column.map { $0 * factor } }
    }
    let model = try model(sample(x, targets), neighbors: 7) {
      $0.scale = .none
      $0.factors = [4, 1, 0.5]
    }
    let plain = try self.model(sample(widened(x), targets), neighbors: 7)
    #expect(
      try model.scores(for: sample(queries), threads: 1).values
        == plain.scores(for: sample(widened(queries)), threads: 1).values)
  }

  @Test func factorsMustBeOnePerInput() {
    let error = #expect(throws: WinnowError.self) {
      try model(sample(columns(seed: 1, 400), targets), neighbors: 7) { $0.factors = [1, 2] }
    }
    #expect(error?.kind == .badConfiguration)
    #expect(error?.message.contains("3, not 2") == true)
  }

  @Test func factorsAreReadAndWritten() throws {
    for setting: Setting in ["tuned", [2, 0.5]] {
      let parameters = try KNNParameters(reading: .table(["factors": setting]), owner: "KNN")
      #expect(parameters.tunesFactors == (setting == "tuned"))
      #expect(try KNNParameters(reading: parameters.settings, owner: "KNN").settings == parameters.settings)
    }
    for setting: Setting in ["best", [0.0], [-1]] {
      #expect(throws: WinnowError.self) {
        try KNNParameters(reading: .table(["factors": setting]), owner: "KNN")
      }
    }
  }

  /// Tuning leaves its factors in the settings of the model, and takes the same ones again.
  @Test func tunedFactorsAreRemembered() throws {
    let cloud = knnCloud(200, inputs: 2)
    let tuned = try model(cloud, neighbors: 9) { $0.tunesFactors = true }
    #expect(tuned.record.remarks.first?.contains("leave-one-out") == true)
    let again = try model(cloud, neighbors: 9) { $0.tunesFactors = true }
    #expect(tuned.archive() == again.archive())
  }
}
