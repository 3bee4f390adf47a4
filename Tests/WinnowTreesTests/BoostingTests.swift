import Foundation
import Synchronization
import Testing
import WinnowCore
import WinnowMath
import WinnowTrees

@Suite struct BoostingTests {
  @Test(arguments: [2, 3])
  func equalBitsAtAnyThreadCount(threads: Int) throws {
    let events = gaussians(70_000, features: 5), other = gaussians(5000, features: 5, seed: 9)
    var options = quickOptions(trees: 6, leaves: 12)
    options.columnFraction = 0.7
    for subsample in [1, 0.6] {
      options.subsample = subsample
      let one = try boost(events, options, validation: other)
      let many = try boost(events, options, validation: other, threads: threads)
      #expect(one.forest == many.forest)
      #expect(one.record == many.record)
      let alone = one.forest.scores(of: events.columns, threads: 1)
      #expect(alone == one.forest.scores(of: events.columns, threads: threads))
    }
  }

  @Test func manyFeaturesInSeveralBlocks() throws {
    let events = gaussians(40_000, features: 37)
    let one = try boost(events, quickOptions(trees: 3)).forest
    let two = try boost(events, quickOptions(trees: 3), threads: 2).forest
    #expect(one == two)
    guard case .cut(let feature, _, _, _, _) = one.trees[0].nodes[0] else { return }
    #expect(feature == 0)
  }

  @Test func theSeedDecides() throws {
    let events = gaussians(2000)
    var options = quickOptions()
    options.subsample = 0.5
    let first = try boost(events, options, seed: 1).forest
    let again = try boost(events, options, seed: 1).forest
    let other = try boost(events, options, seed: 2).forest
    #expect(first == again && first != other)
  }

  @Test func eventsOfWeightZeroAreAbsent() throws {
    let all = gaussians(5000).reweighted { row, _ in row % 3 == 0 ? 0 : 0.5 + Double(row % 7) }
    let kept = all.selecting((0..<5000).filter { $0 % 3 != 0 })
    var options = quickOptions()
    options.subsample = 0.7
    let present = try boost(all, options).forest
    let absent = try boost(kept, options).forest
    #expect(present == absent)
  }

  @Test func aCommonFactorOfWeightsIsIrrelevant() throws {
    let events = gaussians(5000).reweighted { row, _ in 0.5 + Double(row % 7) }
    let plain = try boost(events, quickOptions()).forest
    let doubled = try boost(events.reweighted { $1 * 1024 }, quickOptions()).forest
    #expect(plain == doubled)
    let scaled = try boost(events.reweighted { $1 * 0.3 }, quickOptions()).forest
    let expected = plain.scores(of: events.columns, threads: 1)
    let found = scaled.scores(of: events.columns, threads: 1)
    #expect(zip(expected, found).allSatisfy { abs($0 - $1) < 0.02 })
  }

  @Test func trainingLossFallsTreeByTree() throws {
    let record = try boost(gaussians(5000), quickOptions(trees: 40)).record
    let losses = record.history.map(\.trainingLoss)
    #expect(losses.count == 40 && losses[0] < log(2))
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $1 < $0 })
  }

  @Test func reportedLossesAreThoseOfTheForest() throws {
    let events = gaussians(3000), other = gaussians(2000, seed: 4)
    let (forest, record) = try boost(events, quickOptions(), validation: other)
    func loss(_ sample: BoostingSample) -> Double {
      let scores = forest.scores(of: sample.columns, threads: 1)
      return zip(scores, sample.targets).reduce(0) { sum, pair in
        let f = Double(pair.0)
        return sum + max(f, 0) + log1p(exp(-abs(f))) - Double(pair.1) * f
      } / Double(sample.count)
    }
    let last = try #require(record.history.last)
    #expect(abs(last.trainingLoss - loss(events)) < 1e-6)
    let validationLoss = try #require(last.validationLoss)
    #expect(abs(validationLoss - loss(other)) < 1e-6)
  }

  @Test func gaussiansNearTheOptimum() throws {
    var options = quickOptions(trees: 60, leaves: 8)
    options.growth.minNodeSize = 200
    let forest = try boost(gaussians(40_000), options).forest
    let test = gaussians(40_000, seed: 2)
    let area = areaUnderROC(forest.scores(of: test.columns, threads: 1), test.targets)
    let optimum = 0.5 * erfc(-1.5 / 2)
    // The error of the area on this test sample is 0.0018.
    #expect(area > optimum - 0.008 && area < optimum + 0.006)
  }

  @Test func missingValuesAreLearnt() throws {
    // Feature 1 says nothing but by its absence; feature 0 lacks values at random.
    var events = gaussians(8000)
    var columns = events.columns
    for row in 0..<events.count {
      if events.targets[row] > 0.5 && row % 4 == 1 { columns[1][row] = .nan }
      if row % 5 < 2 { columns[0][row] = .nan }
    }
    events = events.replacing(columns: columns)
    let (forest, record) = try boost(events, quickOptions(trees: 30))
    let scores = forest.scores(of: events.columns, threads: 1)
    let absent = scores.indices.filter { columns[1][$0].isNaN }
    #expect(absent.allSatisfy { scores[$0] > 1.5 })
    #expect(record.importance[1] > 0.2 && record.importance[0] > 0.2)
    #expect(abs(record.importance.reduce(0, +) - 1) < 1e-12)
  }

  @Test func valuesMissingOnlyAtApplicationFollowTheMajority() throws {
    let events = gaussians(2000, features: 1)
    let forest = try boost(events, quickOptions(trees: 1, leaves: 2)).forest
    guard case .cut(_, let threshold, let missingGoesLeft, _, _) = forest.trees[0].nodes[0] else {
      Issue.record("no cut")
      return
    }
    let left = events.columns[0].count { $0 <= threshold }
    #expect(missingGoesLeft == (left > 1000))
  }

  @Test func earlyStoppingKeepsTheBestTree() throws {
    var options = quickOptions(trees: 500, leaves: 31)
    options.earlyStopping = 5
    options.learningRate = 0.3
    let (forest, record) = try boost(
      gaussians(1500), options, validation: gaussians(1500, seed: 7))
    let losses = record.history.compactMap(\.validationLoss)
    let best = try #require(record.bestStep)
    #expect(losses.count < 500 && losses.count == best + 5)
    #expect(losses[best - 1] == losses.min())
    #expect(forest.trees.count == best)
  }

  @Test func withoutEarlyStoppingAllTreesStay() throws {
    let (forest, record) = try boost(
      gaussians(500), quickOptions(trees: 30), validation: gaussians(100, seed: 3))
    #expect(forest.trees.count == 30 && record.bestStep == nil)
  }

  @Test func squaredLossFitsAFunction() throws {
    var random = CounterRandom(seed: 4)
    let x = (0..<5000).map { _ in Float(random.uniform() * 6) }
    let sample = BoostingSample(
      columns: [x], targets: x.map { 1000 + sin($0) }, weights: Array(repeating: 2, count: 5000))
    let forest = try GradientBoosting(loss: SquaredLoss(), options: quickOptions(trees: 100))
      .train(on: sample, in: RunContext()).forest
    let scores = forest.scores(of: [x], threads: 1)
    #expect(zip(scores, sample.targets).allSatisfy { abs($0 - $1) < 0.05 })
  }

  @Test(arguments: [0.2, 0.45])
  func negativeWeightsAreUsedAsTheyAre(fraction: Double) throws {
    // Each event of weight −1 undoes one of weight +1 at a like place: what is left is the Gaussians.
    let clean = gaussians(20_000), spoiled = gaussians(40_000, features: 3, distance: 0, seed: 5)
    let pairs = Int(20_000 * fraction)
    let rows = Array(0..<2 * pairs)
    let extra = spoiled.selecting(rows)
    let sample = BoostingSample(
      columns: zip(clean.columns, extra.columns).map { $0 + $1 },
      targets: clean.targets + rows.map { Float($0 / 2 % 2) },
      weights: clean.weights + rows.map { $0 % 2 == 0 ? 1 : -1 })
    var options = quickOptions(trees: 40)
    options.growth.minNodeSize = 400
    let (forest, record) = try boost(sample, options)
    let test = gaussians(20_000, seed: 2)
    let scores = forest.scores(of: test.columns, threads: 1)
    #expect(scores.allSatisfy { abs($0) < 20 })
    #expect(areaUnderROC(scores, test.targets) > 0.84)
    #expect(record.history.allSatisfy { $0.trainingLoss.isFinite })
  }

  @Test func badSamplesAreErrors() {
    let events = gaussians(100, features: 1)
    func expectBadData(_ sample: BoostingSample) {
      let error = #expect(throws: WinnowError.self) { try boost(sample, quickOptions()) }
      #expect(error?.kind == .badData)
    }
    expectBadData(events.reweighted { _, _ in 0 })
    expectBadData(events.reweighted { _, _ in -1 })
    expectBadData(events.reweighted { row, _ in row == 3 ? .nan : 1 })
    expectBadData(events.reweighted { row, _ in row % 2 == 0 ? 0 : 1 })
    var column = events.columns[0]
    column[17] = -.infinity
    expectBadData(events.replacing(columns: [column]))
  }

  @Test func progressIsReportedAndCancellationHeeded() throws {
    let receiver = CountingProgress()
    let context = RunContext(progress: receiver)
    let boosting = GradientBoosting(loss: LogisticLoss(), options: quickOptions(trees: 7))
    _ = try boosting.train(on: gaussians(200), in: context)
    #expect(receiver.steps == Array(1...7))
    context.cancellation.cancel()
    let error = #expect(throws: WinnowError.self) {
      try boosting.train(on: gaussians(200), in: context)
    }
    #expect(error?.kind == .interrupted)
  }

  @Test func aSampleWithNothingToLearnGivesTheStart() throws {
    let sample = BoostingSample(
      columns: [Array(repeating: 3, count: 100)], targets: (0..<100).map { $0 < 25 ? 1 : 0 },
      weights: Array(repeating: 1, count: 100))
    let (forest, record) = try boost(sample, quickOptions(trees: 2))
    let score = forest.scores(of: [[1, 5, .nan]], threads: 1)
    #expect(score.allSatisfy { abs(Double($0) - log(25.0 / 75)) < 1e-6 })
    #expect(record.importance == [0])
  }
}

private final class CountingProgress: ProgressReceiver {
  private let seen = Mutex<[Int]>([])
  var steps: [Int] { seen.withLock { $0 } }
  func advance(step: Int, total: Int, events: Int, note: String) {
    seen.withLock { $0.append(step) }
  }
}
