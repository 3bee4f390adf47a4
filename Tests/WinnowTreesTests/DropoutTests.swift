import Foundation
import Testing
import WinnowCore
import WinnowTrees

@Suite struct DropoutTests {
  static func options(
    trees: Int, rate: Double, skip: Double = 0, _ normalisation: DropoutNormalisation = .tree
  ) -> BoostingOptions {
    var options = quickOptions(trees: trees)
    var dropout = DropoutOptions()
    dropout.rate = rate
    dropout.skip = skip
    dropout.normalisation = normalisation
    options.dropout = dropout
    return options
  }

  /// Dropped at every round, the second tree is the first once more: with η the two count together
  /// 2 / (1 + η) of one.
  @Test(arguments: DropoutNormalisation.allCases)
  func twoTreesShareTheWork(normalisation: DropoutNormalisation) throws {
    let x = (0..<400).map { Float($0 % 8) }
    let sample = BoostingSample(
      columns: [x], targets: x.map { $0 > 4 ? 3 : $0 > 1 ? 1 : 0 }, weights: x.map { _ in 1 })
    let train = { (options: BoostingOptions) in
      try GradientBoosting(loss: SquaredLoss(), options: options).train(on: sample, in: RunContext())
    }
    let single = try train(quickOptions(trees: 1)).forest
    let (pair, record) = try train(Self.options(trees: 2, rate: 1, normalisation))
    let one = single.scores(of: [x], threads: 1), two = pair.scores(of: [x], threads: 1)
    for event in x.indices {
      let expected = single.base + (Double(one[event]) - single.base) * 2 / 1.1
      #expect(abs(Double(two[event]) - expected) < 1e-4)
    }
    let squares = zip(two, sample.targets).map { Double(($0 - $1) * ($0 - $1)) }
    let loss = squares.reduce(0, +) / 800
    #expect(abs((record.history.last?.trainingLoss ?? 0) - loss) < 1e-5)
  }

  @Test func nothingDroppedIsPlainBoosting() throws {
    let events = gaussians(2000)
    let plain = try boost(events, quickOptions()), skipped = try boost(
      events, Self.options(trees: 10, rate: 0.5, skip: 1))
    #expect(plain.forest == skipped.forest && plain.record == skipped.record)
  }

  @Test func equalBitsAtAnyThreadCount() throws {
    let events = gaussians(40_000), other = gaussians(3000, seed: 5)
    let options = Self.options(trees: 8, rate: 0.4)
    let one = try boost(events, options, validation: other)
    let three = try boost(events, options, validation: other, threads: 3)
    #expect(one.forest == three.forest && one.record == three.record)
    #expect(try boost(events, options, seed: 3).forest != one.forest)
  }

  /// The forest kept is that of the best step, with the factors that its trees had then.
  @Test func theLossKeptIsTheLossOfTheForest() throws {
    var options = Self.options(trees: 200, rate: 0.3, skip: 0.3)
    options.growth.maxLeaves = 31
    options.earlyStopping = 6
    options.learningRate = 0.5
    let other = gaussians(1500, seed: 7)
    let (forest, record) = try boost(gaussians(1500), options, validation: other)
    let best = try #require(record.bestStep)
    #expect(forest.trees.count == best && record.history.count == best + 6)
    let scores = forest.scores(of: other.columns, threads: 1)
    let losses = zip(scores, other.targets).map { score, target in
      let f = Double(score)
      return max(f, 0) + log1p(exp(-abs(f))) - Double(target) * f
    }
    let loss = losses.reduce(0, +) / 1500
    #expect(abs((record.history[best - 1].validationLoss ?? 0) - loss) < 1e-5)
    #expect(record.history.allSatisfy { ($0.validationLoss ?? 0) >= loss - 1e-5 })
  }

  @Test func dropoutLearnsGaussians() throws {
    let forest = try boost(gaussians(8000), Self.options(trees: 60, rate: 0.1, skip: 0.5)).forest
    let test = gaussians(8000, seed: 2)
    let optimum = 0.5 * erfc(-1.5 / 2)
    #expect(areaUnderROC(forest.scores(of: test.columns, threads: 1), test.targets) > optimum - 0.012)
  }
}
