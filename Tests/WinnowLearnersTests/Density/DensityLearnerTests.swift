import Foundation
import Testing
import WinnowCore
import WinnowDensities
import WinnowLearners
import WinnowMath
import WinnowNetworks
import WinnowTrees

/// The density learners on y = 2 x₀ + (0.2 + 0.6 x₁) z, whose density is known.
@Suite struct DensityLearnerTests {
  static func toy(_ count: Int, seed: UInt64) -> Sample {
    var random = CounterRandom(seed: seed, stream: 41)
    var columns = [[Float]](repeating: [], count: 2), target: [Float] = []
    for _ in 0..<count {
      let x = (0..<2).map { _ in random.uniform() }
      for j in 0..<2 { columns[j].append(Float(x[j])) }
      target.append(Float(2 * x[0] + (0.2 + 0.6 * x[1]) * random.normal()))
    }
    return Sample(
      schema: Schema(names: ["x0", "x1"]), columns: columns,
      weights: [Double](repeating: 1, count: count), truth: .targets(names: ["y"], values: [target]))
  }

  private static let train = toy(6000, seed: 1), held = toy(1500, seed: 2), test = toy(4000, seed: 3)

  private static func settings(_ change: (inout DensityBDTParameters) -> Void) -> DensityBDTParameters {
    var parameters = DensityBDTParameters()
    parameters.output.density = "gaussian"
    parameters.trees = 60
    parameters.maxLeaves = 8
    change(&parameters)
    return parameters
  }

  private static func trees(
    _ change: (inout DensityBDTParameters) -> Void = { _ in }
  ) throws -> DensityBDTModel {
    try DensityBDT(settings(change)).train(
      on: train, validation: held, in: RunContext(seed: 3, threads: 2))
  }

  /// ⟨−ln p⟩ less that of the truth.
  private static func excess(_ model: some DensityPredicting) throws -> Double {
    guard case .targets(_, let values) = test.truth else { return .nan }
    let densities = try TargetDensities(DensityColumns(model.densities(for: test, threads: 2)[0]))
    return test.weights.indices.reduce(0.0) { sum, event in
      let y = Double(values[0][event])
      let truth: ParameterValues = [
        2 * Double(test.columns[0][event]), 0.2 + 0.6 * Double(test.columns[1][event]), 0, 0, 0, 0, 0, 0,
      ]
      return sum + GaussianDensity().logDensity(y, at: truth) - densities.logDensity(y, event: event)
    } / Double(test.count)
  }

  @Test func treesPredictTheDensity() throws {
    let excess = try Self.excess(Self.trees())
    #expect(excess < 0.025, "\(excess)")
  }

  @Test func networksPredictTheDensity() throws {
    var parameters = DensityDNNParameters()
    parameters.output.density = "gaussian"
    parameters.training.epochs = 30
    let model = try DensityDNN(parameters).train(
      on: Self.train, validation: Self.held, in: RunContext(seed: 3, threads: 2))
    let excess = try Self.excess(model)
    #expect(excess < 0.02, "\(excess)")
    #expect(model.record.importance.count == 2)
  }

  /// The σ of events with large x₁ is larger, and near the truth.
  @Test func sigmaFollowsTheInputs() throws {
    let densities = try TargetDensities(
      DensityColumns(Self.trees().densities(for: Self.test, threads: 1)[0]))
    let ratios = Self.test.columns[1].indices.map { event in
      densities.sigma(event: event) / (0.2 + 0.6 * Double(Self.test.columns[1][event]))
    }
    #expect(abs(ratios.reduce(0, +) / Double(ratios.count) - 1) < 0.05)
    #expect(ratios.allSatisfy { $0 > 0.5 && $0 < 2 })
  }

  @Test func quantilesDoNotCross() throws {
    let model = try Self.trees {
      $0.output.density = "quantiles"
      $0.output.quantiles = [0.025, 0.1585, 0.8415, 0.975]
      $0.minNodeSize = 40
    }
    let prediction = try model.densities(for: Self.test, threads: 2)[0]
    #expect(prediction.parameters == ["q2.5", "q15.85", "q50", "q84.15", "q97.5"])
    guard case .targets(_, let values) = Self.test.truth else { return }
    for (level, column) in zip([0.025, 0.1585, 0.5, 0.8415, 0.975], prediction.values) {
      let below = values[0].indices.count { values[0][$0] <= column[$0] }
      #expect(abs(Double(below) / Double(Self.test.count) - level) < 0.03, "\(level)")
    }
    for pair in zip(prediction.values, prediction.values.dropFirst()) {
      #expect(zip(pair.0, pair.1).allSatisfy { $0 <= $1 })
    }
    #expect(try Self.excess(model) < 0.2)
  }

  @Test(arguments: DensityPoint.allCases)
  func theScoreIsThePointAskedFor(_ point: DensityPoint) throws {
    let model = try Self.trees {
      $0.output.density = "crystal_ball"
      $0.output.point = point
      $0.trees = 10
    }
    let columns = try DensityColumns(model.densities(for: Self.test, threads: 1)[0])
    let scores = try model.scores(for: Self.test, threads: 1).values[0]
    for event in 0..<50 {
      let theta = columns.theta(event), family = columns.family
      let mean = family.mean(at: theta)
      let wanted =
        switch point {
        case .median: family.quantile(0.5, at: theta)
        case .mode: family.mode(at: theta)
        case .mean: mean.isFinite ? mean : family.quantile(0.5, at: theta)
        }
      #expect(abs(Double(scores[event]) - wanted) < 1e-5)
    }
  }

  @Test func optionsWithoutMeaningAreRefused() {
    for change in [{ $0.significance = 4 }, { $0.step = .cyclic }, { $0.curvature = .observed }]
      as [@Sendable (inout DensityBDTParameters) -> Void]
    {
      let error = #expect(throws: WinnowError.self) {
        try Self.trees {
          $0.output.density = "quantiles"
          change(&$0)
        }
      }
      #expect(error?.kind == .badConfiguration)
    }
  }

  /// A damaged file is an error, never a wrong answer.
  @Test func damagedArchivesAreErrors() throws {
    let archive = try Self.trees { $0.trees = 3 }.archive()
    let schema = Self.train.schema
    #expect(throws: Never.self) { try DensityBDTModel(from: archive, schema: schema) }
    let damages: [(inout Archive) -> Void] = [
      { $0.store("targets", Setting(.integer(-1))) }, { $0.store("targets", Setting(.integer(2))) },
      { $0.store("point", "nowhere") }, { $0.store("quantiles", Tensor([2.0])) },
      { $0.store("target 0/density", "dsbc") }, { $0.store("target 0/unit", Tensor([0.0, -1.0])) },
      { $0.store("target 0/unit", Tensor([0.0, Double.nan])) },
      { $0.store("target 0/density", "quantiles") },
      { $0.store("target 0/density", "dscb") },
    ]
    for damage in damages {
      var damaged = archive
      damage(&damaged)
      let error = #expect(throws: WinnowError.self) {
        try DensityBDTModel(from: damaged, schema: schema)
      }
      #expect(error?.kind == .badData)
    }
    let error = #expect(throws: WinnowError.self) {
      try DensityBDTModel(from: archive, schema: Schema(names: ["x0"]))
    }
    #expect(error?.kind == .badData)
  }
}
