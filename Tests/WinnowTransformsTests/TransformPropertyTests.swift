import Foundation
import Testing
import WinnowCore
import WinnowMath
import WinnowTestSupport
import WinnowTransforms

/// What must hold whatever the events are.
@Suite struct TransformPropertyTests {
  private let sample = Samples.gaussians(events: 4000, variables: 4, negativeShare: 0.1, seed: 3)

  private func chain(_ setting: Setting) throws -> FittedChain {
    try TransformChain(reading: setting).fit(to: sample)
  }

  private static let all: [Setting] = [
    "normalize", "standardize", "decorrelate", "pca", "uniform", "gauss",
    ["gauss", "decorrelate"], ["uniform", "standardize", "pca", "normalize"],
    [.table(["pca": .table(["variables": ["x2", "x0"], "class": "background"])]), "gauss"],
  ]

  @Test(arguments: all) func inverseGivesTheInputsBack(_ setting: Setting) throws {
    let chain = try chain(setting)
    let back = try chain.inverse(chain.apply(to: sample))
    #expect(back.schema == sample.schema)
    #expect(back.weights == sample.weights)
    #expect(back.truth == sample.truth)
    for (got, wanted) in zip(back.columns, sample.columns) {
      #expect(isClose(got, wanted, relative: 1e-4, absolute: 2e-4))
    }
  }

  @Test(arguments: all) func archiveGivesTheSameBits(_ setting: Setting) throws {
    let chain = try chain(setting)
    let restored = try FittedChain(from: chain.archive(), input: sample.schema)
    #expect(restored.output == chain.output)
    #expect(restored.description == chain.description)
    #expect(restored.settings == chain.settings)
    #expect(try restored.apply(to: sample).columns == chain.apply(to: sample).columns)
    #expect(restored.archive() == chain.archive())
  }

  @Test(arguments: all) func eventsOfWeightZeroAreAbsent(_ setting: Setting) throws {
    let doubled = sample.selecting((0..<2 * sample.count).map { $0 / 2 })
    let weights = doubled.weights.indices.map { $0 % 2 == 0 ? doubled.weights[$0] : 0 }
    let padded = try TransformChain(reading: setting).fit(to: doubled.replacing(weights: weights))
    #expect(try padded.archive() == chain(setting).archive())
  }

  @Test(arguments: all) func aCommonWeightFactorIsIrrelevant(_ setting: Setting) throws {
    let scaled = sample.replacing(weights: sample.weights.map { 4 * $0 })
    let fitted = try TransformChain(reading: setting).fit(to: scaled)
    #expect(try fitted.apply(to: sample).columns == chain(setting).apply(to: sample).columns)
  }

  @Test func decorrelatedVariablesHaveUnitCovariance() throws {
    let output = try chain("decorrelate").apply(to: sample)
    let moments = WeightedMoments(columns: output.columns, weights: output.weights)
    for i in 0..<4 {
      for j in 0..<4 {
        #expect(isClose(moments.covariance[i, j], i == j ? 1 : 0, absolute: 1e-6))
      }
    }
    let plain = WeightedMoments(columns: sample.columns, weights: sample.weights)
    #expect(abs(moments.mean[0]) > 1e-3 && abs(plain.mean[0]) > 1e-3, "no mean is subtracted")
  }

  @Test func principalComponentsFallInWidth() throws {
    let output = try chain("pca").apply(to: sample)
    #expect(output.schema.names == ["pc1", "pc2", "pc3", "pc4"])
    let moments = WeightedMoments(columns: output.columns, weights: output.weights)
    let widths = moments.standardDeviations
    #expect(widths == widths.sorted(by: >))
    #expect(isClose(moments.mean, [0, 0, 0, 0], absolute: 1e-6))
    #expect(isClose(moments.covariance[1, 0], 0, absolute: 1e-6))
  }

  @Test func classSpecificMomentsAreThoseOfTheClass() throws {
    let fitted = try chain([.table(["standardize": .table(["class": "background"])])])
    let output = try fitted.apply(to: sample)
    let background = output.selecting(output.rows(ofClass: 1))
    let moments = WeightedMoments(columns: background.columns, weights: background.weights)
    #expect(isClose(moments.mean, [0, 0, 0, 0], absolute: 1e-6))
    #expect(isClose(moments.standardDeviations, [1, 1, 1, 1], relative: 1e-6))
    #expect(output.count == sample.count, "applied to all classes")
  }

  @Test func manyEventsKeepTheirTails() throws {
    var random = CounterRandom(seed: 9)
    let values = (0..<100_000).map { _ in Float(exp(random.normal())) }
    let sample = Sample(
      schema: Schema(names: ["x"]), columns: [values], weights: Array(repeating: 1, count: 100_000))
    let output = try TransformChain(reading: "gauss").fit(to: sample).apply(to: sample).columns[0]
    let wanted = values.map { Foundation.log(Double($0)) }
    for (got, want) in zip(output, wanted) where abs(want) < 3 {
      #expect(abs(Double(got) - want) < 0.15)
    }
    #expect(output.allSatisfy { $0.isFinite && abs($0) < 5 })
  }

  @Test func valuesOutsideTheTrainingRange() throws {
    let training = Samples.literal(["x": [1, 2, 3]])
    let outside = Samples.literal(["x": [0, 5]])
    func apply(_ name: Setting) throws -> [Float] {
      try TransformChain(reading: name).fit(to: training).apply(to: outside).columns[0]
    }
    #expect(try apply("normalize") == [-2, 3], "extrapolates")
    #expect(isClose(try apply("uniform"), [1 / 6, 5 / 6]), "the share of the extreme")
  }

  @Test func missingValuesPassThroughTransformsOfSingleVariables() throws {
    let gaps = Samples.literal(["x": [1, .nan, 3, 5], "y": [1, 2, 3, 4]])
    for name in ["normalize", "standardize", "uniform", "gauss"] {
      let output = try TransformChain(reading: Setting(.text(name))).fit(to: gaps).apply(to: gaps)
      #expect(output.columns[0].map(\.isNaN) == [false, true, false, false])
      #expect(output.columns[1].allSatisfy { $0.isFinite })
    }
  }

  @Test func transformedVariablesHaveNoUnits() throws {
    let schema = Schema([Feature("m", expression: "sqrt(e)", title: "mass", unit: "GeV"), Feature("x")])
    let events = Sample(schema: schema, columns: [[1, 2], [3, 5]], weights: [1, 1])
    let all = try TransformChain(reading: "normalize").fit(to: events).output
    #expect(all.features[0] == Feature("m", expression: "sqrt(e)", title: "mass"))
    let setting: Setting = .table(["normalize": .table(["variables": "x"])])
    let some = try TransformChain(reading: setting).fit(to: events).output
    #expect(some.features[0].unit == "GeV")
  }
}
