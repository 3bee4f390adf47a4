import Testing
import WinnowCore
import WinnowLearners
import WinnowTestSupport
import WinnowToys

@Suite struct LDTests {
  private func train(_ sample: Sample) throws -> LinearModel {
    try LD().train(on: sample, validation: nil, in: RunContext())
  }

  // A = np.c_[np.ones(16), X]; np.linalg.lstsq(A * sqrt(w), t * sqrt(w)), t = 1 for signal; for
  // negative weights the normal equations np.linalg.solve((A.T * w) @ A, (A.T * w) @ t)
  @Test(arguments: [
    (.unit, [0.13496171717819377, -0.31256228162654165, 0.05245795433892111], -0.06429574141321569),
    (.positive, [0.12636007945856748, -0.29643386785865994, 0.045184723655441614],
      -0.03597649693717259),
    (.signed, [0.11475181848247228, -0.25678274497966164, 0.047363541072625616],
      -0.04420477899000278),
  ] as [(LinearSample.Weighting, [Double], Double)])
  func coefficientsAgreeWithLeastSquares(
    _ weighting: LinearSample.Weighting, _ coefficients: [Double], _ offset: Double
  ) throws {
    let model = try train(LinearSample.sample(weighting))
    #expect(isClose(model.coefficients, coefficients, relative: 1e-10))
    #expect(isClose(model.offset, offset, relative: 1e-9))
  }

  @Test func directionIsFishersForBalancedClasses() throws {
    let sample = LinearSample.sample(.unit)
    let fisher = try Fisher().train(on: sample, validation: nil, in: RunContext())
    let ratios = try zip(train(sample).coefficients, fisher.coefficients).map { $0 / $1 }
    #expect(isClose(ratios, [ratios[0], ratios[0], ratios[0]], relative: 1e-10))
  }

  @Test func reachesTheOptimumOfTheLinearToy() throws {
    let toy = LinearToy(LinearToy.Parameters())
    let training = toy.generate(events: 40_000, seed: 1, threads: 2)
    let test = toy.generate(events: 40_000, seed: 2, threads: 2)
    let auc = try plainAUC(train(training).scores(for: test, threads: 2), of: test)
    #expect(abs(auc - (try #require(toy.truth.auc))) < 0.003)
  }

  @Test func importanceSumsToOne() throws {
    let record = try train(LinearSample.sample(.signed)).record
    #expect(isClose(record.importance.reduce(0, +), 1))
    #expect(record.importanceName == "coefficient times width")
  }

  @Test func eventsOfWeightZeroAreAbsent() throws {
    let sample = LinearSample.sample(.signed)
    let doubled = sample.selecting((0..<32).map { $0 / 2 })
    let weights = doubled.weights.indices.map { $0 % 2 == 0 ? doubled.weights[$0] : 0 }
    #expect(try train(doubled.replacing(weights: weights)).archive() == train(sample).archive())
  }

  @Test func collinearInputsAreNamed() {
    let sample = Samples.literal(
      ["a": [1, 2, 4, 7, 5], "b": [3, 1, 5, 2, 2], "twice": [2, 4, 8, 14, 10]],
      labels: [0, 1, 0, 1, 1])
    let error = #expect(throws: WinnowError.self) { try train(sample) }
    #expect(error?.message.contains("“a”, “twice”") == true)
    #expect(error?.kind == .badData)
  }
}
