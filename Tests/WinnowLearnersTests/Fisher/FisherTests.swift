import Testing
import WinnowCore
import WinnowLearners
import WinnowTestSupport
import WinnowToys

@Suite struct FisherTests {
  private func train(
    _ sample: Sample, criterion: FisherParameters.Criterion = .fisher
  ) throws -> LinearModel {
    var parameters = FisherParameters()
    parameters.criterion = criterion
    return try Fisher(parameters).train(on: sample, validation: nil, in: RunContext())
  }

  // m_k, C_k: weighted mean and covariance of class k; S_k its sum of weights
  // c = sqrt(S_0 * S_1) / (S_0 + S_1) * np.linalg.solve(C_0 + C_1, m_0 - m_1); F0 = -c @ (m_0 + m_1) / 2
  @Test(arguments: [
    (.unit, [0.21650340227222753, -0.5014073532034921, 0.08415220129143888], -0.1031421877153302),
    (.positive, [0.16139139520297172, -0.44065551574556217, 0.06528895124061958],
      -0.05035897404435461),
    (.signed, [0.15709596073555318, -0.3707719416896424, 0.06586840483077684],
      -0.060092636848467974),
  ] as [(LinearSample.Weighting, [Double], Double)])
  func coefficientsAgreeWithNumPy(
    _ weighting: LinearSample.Weighting, _ coefficients: [Double], _ offset: Double
  ) throws {
    let model = try train(LinearSample.sample(weighting))
    #expect(isClose(model.coefficients, coefficients, relative: 1e-10))
    #expect(isClose(model.offset, offset, relative: 1e-9))
  }

  // The same with C_0 + C_1 + B, B = S_0 S_1 / (S_0 + S_1)**2 * np.outer(m_0 - m_1, m_0 - m_1)
  @Test func mahalanobisAgreesWithNumPy() throws {
    let model = try train(LinearSample.sample(.signed), criterion: .mahalanobis)
    let wanted = [0.12814503241178346, -0.30244305622331835, 0.05372963653827489]
    #expect(isClose(model.coefficients, wanted, relative: 1e-10))
    #expect(isClose(model.offset, -0.04901827431208871, relative: 1e-9))
  }

  // u = LinearDiscriminantAnalysis(solver="lsqr").fit(X, t).coef_[0]; u / u[0]
  @Test func directionAgreesWithScikitLearn() throws {
    let coefficients = try train(LinearSample.sample(.unit)).coefficients
    let wanted = [1, -2.3159329042461483, 0.38868766221801626]
    #expect(isClose(coefficients.map { $0 / coefficients[0] }, wanted, relative: 1e-9))
  }

  // p = np.diag(B) / np.diag(C_0 + C_1); p / p.sum()
  @Test func importanceIsTheDiscriminatingPower() throws {
    let record = try train(LinearSample.sample(.signed)).record
    let wanted = [0.14671783810793165, 0.7954687213171966, 0.05781344057487172]
    #expect(isClose(record.importance, wanted, relative: 1e-10))
    #expect(record.importanceName == "discriminating power")
  }

  @Test func zeroIsHalfWayBetweenTheMeanResponses() throws {
    let sample = LinearSample.sample(.signed)
    let response = try train(sample).scores(for: sample, threads: 1).response
    let means = [0, 1].map { label in
      let rows = sample.rows(ofClass: label)
      let sum = rows.reduce(0) { $0 + sample.weights[$1] * Double(response[$1]) }
      return sum / rows.reduce(0) { $0 + sample.weights[$1] }
    }
    #expect(isClose(means[0], -means[1], absolute: 1e-6) && means[0] > 0)
  }

  @Test(arguments: [false, true]) func reachesTheOptimumOfTheLinearToy(negative: Bool) throws {
    let toy = LinearToy(LinearToy.Parameters())
    var training = toy.generate(events: 40_000, seed: 1, threads: 2)
    if negative {
      // A tenth of the events cancels copies of others: the same expectation, weights of both signs.
      let signed = training.weights.indices.map { $0 % 10 == 0 ? -1.0 : 1.0 }
      training = training.replacing(weights: signed)
    }
    let test = toy.generate(events: 40_000, seed: 2, threads: 2)
    let auc = try plainAUC(train(training).scores(for: test, threads: 2), of: test)
    let optimum = try #require(toy.truth.auc)
    // Error of the area with 20 000 + 20 000 events: 0.0009 by DeLong's formula.
    #expect(abs(auc - optimum) < 0.003, "\(auc), not \(optimum)")
  }

  @Test func eventsOfWeightZeroAreAbsent() throws {
    let sample = LinearSample.sample(.signed)
    let doubled = sample.selecting((0..<32).map { $0 / 2 })
    let weights = doubled.weights.indices.map { $0 % 2 == 0 ? doubled.weights[$0] : 0 }
    #expect(try train(doubled.replacing(weights: weights)).archive() == train(sample).archive())
  }

  @Test func aCommonWeightFactorIsIrrelevant() throws {
    let sample = LinearSample.sample(.signed)
    let scaled = sample.replacing(weights: sample.weights.map { 1000 * $0 })
    #expect(
      try isClose(train(scaled).coefficients, train(sample).coefficients, relative: 1e-12))
  }

  @Test func scoresAndArchiveKeepTheirBits() throws {
    let sample = LinearToy(LinearToy.Parameters()).generate(events: 20_000, seed: 1, threads: 2)
    let model = try train(sample)
    let scores = try model.scores(for: sample, threads: 1)
    #expect(try model.scores(for: sample, threads: 3) == scores)
    let restored = try LinearModel(from: model.archive(), schema: model.schema)
    #expect(try restored.scores(for: sample, threads: 1) == scores)
    #expect(restored.record == model.record)
    let part = sample.selecting(Array(500..<700))
    #expect(try model.scores(for: part, threads: 1).response == Array(scores.response[500..<700]))
  }

  @Test func collinearInputsAreNamed() {
    let sample = LinearSample.sample(.unit)
    let columns = sample.columns + [zip(sample.columns[0], sample.columns[2]).map { $0 - 2 * $1 }]
    let singular = sample.replacing(
      schema: Schema(names: ["x", "y", "z", "mix"]), columns: columns)
    let message = failure(singular)
    #expect(message.contains("“x”, “z”, “mix”") && message.contains("covariance"), "\(message)")
  }

  @Test func unusableEventsAreErrors() {
    let sample = LinearSample.sample(.unit)
    let positive = sample.weights.indices.map { $0 % 2 == 0 ? 1.0 : -1 }
    #expect(failure(sample.replacing(weights: positive)).contains("class “background”"))
    var columns = sample.columns
    columns[1][4] = .nan
    #expect(
      failure(sample.replacing(schema: sample.schema, columns: columns))
        .contains("input “y” is nan in training event 5"))
    columns[1] = Array(repeating: 3, count: 16)
    #expect(
      failure(sample.replacing(schema: sample.schema, columns: columns)).contains("“y” constant"))
    #expect(failure(Samples.literal(["x": [1, 2]])).contains("signal and a background"))
  }

  private func failure(_ sample: Sample) -> String {
    let error = #expect(throws: WinnowError.self) { try train(sample) }
    #expect(error?.kind == .badData)
    return error?.message ?? ""
  }

  @Test func damagedArchivesAreErrors() throws {
    let whole = try train(LinearSample.sample(.unit)).archive()
    let schema = Schema(names: ["x", "y", "z"])
    for name in whole.tensors.keys {
      for tensor in [Tensor([1.0, 2]), Tensor([1.0, .nan, 3]), Tensor([Double.infinity]), nil] {
        var tensors = whole.tensors
        tensors[name] = tensor
        let archive = Archive(tensors: tensors, attributes: whole.attributes)
        #expect(throws: WinnowError.self) { try LinearModel(from: archive, schema: schema) }
      }
    }
    for name in whole.attributes.keys {
      for value in [nil, 3] as [Setting?] {
        var attributes = whole.attributes
        attributes[name] = value
        let archive = Archive(tensors: whole.tensors, attributes: attributes)
        let error = #expect(throws: WinnowError.self) {
          try LinearModel(from: archive, schema: schema)
        }
        #expect(error?.kind == .badData)
      }
    }
  }
}
