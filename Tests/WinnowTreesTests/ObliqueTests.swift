import Foundation
import Testing
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowTrees

@Suite struct ObliqueTests {
  /// Two variables of correlation 0.95 whose difference alone tells the classes apart, and one of noise.
  static func correlated(_ count: Int, seed: UInt64 = 1) -> BoostingSample {
    var random = CounterRandom(seed: seed)
    let targets = (0..<count).map { Float($0 % 2) }
    let common = targets.map { _ in random.normal() }
    let x = common.map { Float($0 + 0.2 * random.normal()) }
    let y = zip(common, targets).map { Float($0 + 0.2 * random.normal() + 0.4 * Double($1)) }
    let noise = targets.map { _ in Float(random.normal()) }
    return BoostingSample(columns: [x, y, noise], targets: targets, weights: targets.map { _ in 1 })
  }

  static func options(trees: Int, _ fisher: FisherCutOptions? = FisherCutOptions()) -> VotingOptions {
    var options = VotingTests.options(.adaBoost, trees: trees)
    options.boosting.growth.minNodeSize = 50
    options.fisherCuts = fisher
    return options
  }

  static func vote(
    _ sample: BoostingSample, _ options: VotingOptions, threads: Int = 1
  ) throws -> (vote: VotedValue, record: TrainingRecord) {
    try TreeVoting(options).vote(on: sample, in: RunContext(threads: threads))
  }

  /// The root cuts along y − x, close to the best that can be done: Φ(0.4 / (0.2 · 2)) on the area.
  @Test func theRootCutsOnTheDiscriminant() throws {
    let training = Self.correlated(4000), test = Self.correlated(4000, seed: 2)
    let (vote, record) = try Self.vote(training, Self.options(trees: 10))
    guard case .cut(let feature, _, _, _, _) = vote.forest.trees[0].nodes[0] else { return }
    let combination = vote.combinations[feature - 3]
    #expect(combination.features == [0, 1])
    #expect(abs(combination.coefficients[0] + combination.coefficients[1]) < 0.05)
    let optimum = 0.5 * erfc(-1 / 2.0.squareRoot())
    let area = areaUnderROC(vote.scores(of: test.columns, threads: 2), test.targets)
    #expect(area > optimum - 0.02 && area < optimum + 0.02, "\(area)")
    let straight = try VotingTests.train(training, Self.options(trees: 10, nil)).forest
    #expect(area > areaUnderROC(straight.scores(of: test.columns, threads: 1), test.targets) + 0.02)
    #expect(record.importance.count == 3 && abs(record.importance.reduce(0, +) - 1) < 1e-9)
    #expect(record.importance[2] < 0.1)
  }

  /// The direction of the root is W⁻¹ (μ_S − μ_B), worked out here for two variables.
  @Test func theDirectionIsFishers() throws {
    let sample = Self.correlated(1000)
    let vote = try Self.vote(sample, Self.options(trees: 1)).vote
    func moments(_ isSignal: Bool) -> (mean: [Double], covariance: [Double]) {
      let rows = (0..<1000).filter { (sample.targets[$0] > 0.5) == isSignal }
      let mean = (0..<2).map { j in rows.reduce(0) { $0 + Double(sample.columns[j][$1]) } / 500 }
      let pairs = [(0, 0), (0, 1), (1, 1)]
      return (
        mean,
        pairs.map { i, j in
          rows.reduce(0) {
            $0 + (Double(sample.columns[i][$1]) - mean[i]) * (Double(sample.columns[j][$1]) - mean[j])
          } / 500
        }
      )
    }
    let s = moments(true), b = moments(false)
    let w = zip(s.covariance, b.covariance).map { $0 + $1 }
    let d = zip(s.mean, b.mean).map { $0 - $1 }
    let direction = [w[2] * d[0] - w[1] * d[1], w[0] * d[1] - w[1] * d[0]]
    let length = (direction[0] * direction[0] + direction[1] * direction[1]).squareRoot()
    for (found, expected) in zip(vote.combinations[0].coefficients, direction) {
      #expect(abs(Double(found) - expected / length) < 1e-4)
    }
  }

  @Test func uncorrelatedFeaturesAreCutAlone() throws {
    let vote = try Self.vote(gaussians(2000), Self.options(trees: 3)).vote
    #expect(vote.combinations.isEmpty && vote.forest.features == 3)
  }

  @Test func featuresOfADiscriminantMayBeExcluded() throws {
    var fisher = FisherCutOptions()
    fisher.minCorrelation = 0
    fisher.excludesItsFeatures = true
    let vote = try Self.vote(Self.correlated(2000), Self.options(trees: 3, fisher)).vote
    for case .cut(let feature, _, _, _, _) in vote.forest.trees.flatMap(\.nodes) {
      #expect(feature >= 3)
    }
  }

  @Test func equalBitsAtAnyThreadCount() throws {
    let events = Self.correlated(6000)
    for sampling in RowSampling.allCases {
      var options = Self.options(trees: 4)
      options.boosting.sampling = sampling
      options.boosting.subsample = 0.6
      let one = try Self.vote(events, options), three = try Self.vote(events, options, threads: 3)
      #expect(one.vote == three.vote && one.record == three.record)
      #expect(
        one.vote.scores(of: events.columns, threads: 1)
          == one.vote.scores(of: events.columns, threads: 3))
    }
  }

  /// Scores of whole batches are those of walking down event by event.
  @Test func theArchiveKeepsCombinations() throws {
    let events = Self.correlated(5000)
    let vote = try Self.vote(events, Self.options(trees: 5)).vote
    let restored = try VotedValue(from: vote.archive())
    #expect(restored == vote && !vote.combinations.isEmpty)
    let scores = vote.scores(of: events.columns, threads: 1)
    for event in stride(from: 0, to: 5000, by: 97) {
      let sum = vote.forest.trees.reduce(Float(0)) { sum, tree in
        sum + tree.value { feature in
          if feature < 3 { return events.columns[feature][event] }
          let combination = vote.combinations[feature - 3]
          return zip(combination.features, combination.coefficients).reduce(0) {
            $0 + $1.1 * events.columns[$1.0][event]
          }
        }
      }
      #expect(abs(scores[event] - sum) < 1e-5)
    }
    #expect(vote.cutNames(["x", "y", "z"])[3].contains("·x"))
    for (name, tensor) in [
      ("combinations/feature", Tensor([Int32](repeating: 7, count: 2 * vote.combinations.count))),
      ("combinations/size", Tensor([Int32](repeating: 0, count: vote.combinations.count))),
    ] {
      var archive = vote.archive()
      archive.store(name, tensor)
      #expect(throws: WinnowError.self) { try VotedValue(from: archive) }
    }
  }

  @Test func missingValuesAreErrors() throws {
    let events = Self.correlated(100)
    let spoiled = events.replacing(columns: [[.nan] + events.columns[0].dropFirst()] + events.columns[1...])
    #expect(throws: WinnowError.self) { try Self.vote(spoiled, Self.options(trees: 1)) }
  }

  @Test func negativeWeightsAreBorne() throws {
    let events = Self.correlated(4000).reweighted { row, _ in row % 20 < 2 ? -1 : 1 }
    let test = Self.correlated(2000, seed: 2)
    var options = Self.options(trees: 10)
    options.invertsForNegativeWeights = true
    options.boosting.growth.minChildWeight = 50
    let vote = try Self.vote(events, options).vote
    #expect(areaUnderROC(vote.scores(of: test.columns, threads: 1), test.targets) > 0.8)
  }
}
