import Foundation
import Testing
import WinnowCore
import WinnowMath
import WinnowTrees

/// Unit Gaussians, one for each class, around the corners of a triangle of side 2.
func triangle(_ count: Int, seed: UInt64 = 1) -> BoostingSample {
  let corners = [(0.0, 0.0), (2.0, 0.0), (1.0, 3.0.squareRoot())]
  var random = CounterRandom(seed: seed)
  let targets = (0..<count).map { Float($0 % 3) }
  let x = targets.map { Float(random.normal() + corners[Int($0)].0) }
  let y = targets.map { Float(random.normal() + corners[Int($0)].1) }
  return BoostingSample(columns: [x, y], targets: targets, weights: targets.map { _ in 1 })
}

@Suite struct SoftmaxTests {
  static func accuracy(_ scores: [[Float]], _ targets: [Float]) -> Double {
    let right = targets.indices.count { event in
      let sums = scores.map { $0[event] }
      return sums.indices.allSatisfy { sums[$0] <= sums[Int(targets[event])] }
    }
    return Double(right) / Double(targets.count)
  }

  /// The best decision is the nearest corner.
  static func bestAccuracy(_ sample: BoostingSample) -> Double {
    let corners: [(Float, Float)] = [(0, 0), (2, 0), (1, Float(3).squareRoot())]
    let scores = corners.map { corner in
      zip(sample.columns[0], sample.columns[1]).map { x, y in
        -(x - corner.0) * (x - corner.0) - (y - corner.1) * (y - corner.1)
      }
    }
    return accuracy(scores, sample.targets)
  }

  @Test func threeGaussiansNearTheOptimum() throws {
    let training = triangle(9000), test = triangle(9000, seed: 2)
    var options = quickOptions(trees: 40)
    options.growth.minNodeSize = 60
    let (forests, record) = try SoftmaxBoosting(classes: 3, options: options)
      .train(on: training, validation: test, in: RunContext())
    let found = Self.accuracy(
      forests.map { $0.scores(of: test.columns, threads: 1) }, test.targets)
    #expect(forests.count == 3 && found > Self.bestAccuracy(test) - 0.01)
    let losses = record.history.map(\.trainingLoss)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $1 < $0 } && losses[0] < log(3))
  }

  @Test func reportedLossesAreThoseOfTheForests() throws {
    let training = triangle(900), other = triangle(600, seed: 4)
    let (forests, record) = try SoftmaxBoosting(classes: 3, options: quickOptions())
      .train(on: training, validation: other, in: RunContext())
    func loss(_ sample: BoostingSample) -> Double {
      let scores = forests.map { $0.scores(of: sample.columns, threads: 1).map(Double.init) }
      let losses = sample.targets.indices.map { event in
        let sums = scores.map { $0[event] }
        return log(sums.reduce(0) { $0 + exp($1) }) - sums[Int(sample.targets[event])]
      }
      return losses.reduce(0, +) / Double(sample.count)
    }
    let last = try #require(record.history.last)
    #expect(abs(last.trainingLoss - loss(training)) < 1e-5)
    #expect(abs((last.validationLoss ?? 0) - loss(other)) < 1e-5)
  }

  /// Two classes by softmax and by the log loss have one optimum.
  @Test func twoClassesAreTheLogLoss() throws {
    let events = gaussians(4000), test = gaussians(4000, seed: 2)
    let both = try SoftmaxBoosting(classes: 2, options: quickOptions(trees: 20))
      .train(on: events, in: RunContext()).forests.map { $0.scores(of: test.columns, threads: 1) }
    let one = try boost(events, quickOptions(trees: 20)).forest.scores(of: test.columns, threads: 1)
    let difference = zip(zip(both[1], both[0]).map { $0 - $1 }, one).map { abs($0 - $1) }
    #expect(difference.reduce(0, +) / 4000 < 0.05)
  }

  @Test func equalBitsAtAnyThreadCount() throws {
    let events = triangle(40_000)
    var options = quickOptions(trees: 3)
    options.subsample = 0.7
    let train = { threads in
      try SoftmaxBoosting(classes: 3, options: options)
        .train(on: events, in: RunContext(threads: threads))
    }
    let one = try train(1), three = try train(3)
    #expect(one.forests == three.forests && one.record == three.record)
  }

  @Test func earlyStoppingKeepsWholeRounds() throws {
    var options = quickOptions(trees: 300, leaves: 31)
    options.learningRate = 0.4
    options.earlyStopping = 3
    let (forests, record) = try SoftmaxBoosting(classes: 3, options: options)
      .train(on: triangle(1000), validation: triangle(1000, seed: 3), in: RunContext())
    let best = try #require(record.bestStep)
    #expect(record.history.count == best + 3)
    #expect(forests.allSatisfy { $0.trees.count == best })
  }

  @Test func targetsAreClassNumbers() {
    let events = triangle(30)
    for bad in [Float(3), -1, 0.5] {
      let sample = BoostingSample(
        columns: events.columns, targets: [bad] + events.targets.dropFirst(), weights: events.weights)
      #expect(throws: WinnowError.self) {
        try SoftmaxBoosting(classes: 3, options: quickOptions()).train(on: sample, in: RunContext())
      }
    }
    #expect(throws: WinnowError.self) {
      try SoftmaxBoosting(classes: 4, options: quickOptions()).train(on: events, in: RunContext())
    }
  }

  @Test func negativeWeightsKeepScoresFinite() throws {
    let events = triangle(3000).reweighted { row, _ in row % 10 == 0 ? -1 : 1 }
    let (forests, record) = try SoftmaxBoosting(classes: 3, options: quickOptions(trees: 30))
      .train(on: events, in: RunContext())
    let test = triangle(3000, seed: 2)
    let scores = forests.map { $0.scores(of: test.columns, threads: 1) }
    #expect(scores.allSatisfy { $0.allSatisfy { abs($0) < 20 } })
    #expect(Self.accuracy(scores, test.targets) > 0.65)
    #expect(record.history.allSatisfy { $0.trainingLoss.isFinite })
  }
}
