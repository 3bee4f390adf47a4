import Testing
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowTrees

/// Bins in two bytes each.
@Suite struct WideBinTests {
  /// Features of at most 200 values, with missing ones and a category; and one of many values that stands
  /// alone in its group of interactions and so is never cut on.
  static func events(_ count: Int = 3000) -> (BoostingSample, BoostingOptions) {
    var random = CounterRandom(seed: 3)
    let base = gaussians(count, features: 22, distance: 1)
    var columns = base.columns.map { column in
      column.enumerated().map { $0.offset % 11 == 3 ? Float.nan : ($0.element * 20).rounded() / 20 }
    }
    columns[4] = columns[4].map { _ in Float(Int(random.uniform() * 12)) }
    columns.append((0..<count).map { Float($0) })
    var options = quickOptions(trees: 12, leaves: 20)
    options.categorical = [4]
    options.growth.categories.leastGroup = 20
    options.growth.interactions = [Array(0..<22)]
    return (base.replacing(columns: columns), options)
  }

  /// In two bytes as in one: the column of many values alone decides which.
  @Test(arguments: [nil, 5], [1, 2])
  func forestsHaveTheBitsOfNarrowBins(drawn: Int?, threads: Int) throws {
    var (sample, options) = Self.events()
    options.growth.featuresPerNode = drawn
    options.subsample = 0.8
    func train(_ bins: Int) throws -> (forest: Forest, record: TrainingRecord) {
      options.bins = bins
      return try boost(sample, options, validation: sample, threads: threads)
    }
    let narrow = try train(255), wide = try train(65_535)
    #expect(narrow.forest.trees.allSatisfy { $0.leafCount > 2 })
    #expect(wide.forest == narrow.forest)
    #expect(wide.record == narrow.record)
  }

  @Test func voteAndFisherCutsTakeThem() throws {
    let sample = ObliqueTests.correlated(800)
    var options = ObliqueTests.options(trees: 5)
    options.boosting.bins = 700
    let (vote, _) = try TreeVoting(options).vote(on: sample, in: RunContext())
    #expect(areaUnderROC(vote.scores(of: sample.columns, threads: 1), sample.targets) > 0.7)
  }

  /// The best cut of all, by trying every one: 255 quantiles seldom hold it.
  @Test(arguments: 1...4)
  func theFirstCutIsTheBestOfAll(seed: Int) throws {
    var random = CounterRandom(seed: UInt64(seed))
    let count = 5000, step = 1000 + 777 * seed
    let x = (0..<count).map { _ in Float(random.normal()) }
    let sorted = x.sorted()
    let sample = BoostingSample(
      columns: [x], targets: x.map { $0 > sorted[step] ? 1 : 0 }, weights: x.map { _ in 1 })
    var options = quickOptions(trees: 1, leaves: 2)
    options.bins = 65_535
    options.learningRate = 1
    let forest = try GradientBoosting(loss: SquaredLoss(), options: options)
      .train(on: sample, in: RunContext()).forest
    #expect(forest.scores(of: [x], threads: 2).map { $0.rounded() } == sample.targets)
    options.bins = 255
    let coarse = try GradientBoosting(loss: SquaredLoss(), options: options)
      .train(on: sample, in: RunContext()).forest
    #expect(coarse.scores(of: [x], threads: 2).map { $0.rounded() } != sample.targets)
  }

  @Test func edgesFindTheirBins() {
    let values = (0..<4000).map { Float($0 * 7919 % 4000) }
    let edges = BinEdges(
      quantilesOf: values, weights: values.map { _ in 1 }, rows: Array(0..<4000), bins: 3000)
    #expect(edges.count == 3000)
    let binned = BinnedSample(
      columns: [values + [.nan]], edges: [edges], forTraining: false, team: ThreadTeam(threads: 2))
    #expect(binned.format.width == 2 && binned.columns.count == 2 * 4001)
    binned.columns.read { bytes in
      for row in 0..<4000 {
        let expected = edges.upper.firstIndex { values[row] <= $0 }
        #expect(bin(bytes, row, binned.format) == expected)
      }
      #expect(bin(bytes, 4000, binned.format) == 65_535)
    }
  }
}
