import Foundation
import Testing
import WinnowCore
import WinnowTrees

/// scikit-learn's pruning path of one tree (Fixtures/pruning.py).
private struct PruningFixture: Decodable {
  struct Step: Decodable {
    var alpha: Double
    var leaves: Int
    var impurity: Double
  }

  var columns: [[Float]]
  var targets: [Float]
  var steps: [Step]

  static func read() throws -> PruningFixture {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/pruning.json")
    return try JSONDecoder().decode(PruningFixture.self, from: Data(contentsOf: file))
  }

  var sample: BoostingSample {
    BoostingSample(columns: columns, targets: targets, weights: targets.map { _ in 1 })
  }
}

@Suite struct PruningTests {
  static func pruned(
    _ sample: BoostingSample, _ method: PruningMethod, _ strength: Double
  ) throws -> Forest {
    var options = VotingTests.options(.average, trees: 1, leaves: 400)
    options.boosting.growth.minNodeSize = 5
    options.leafVote = .purity
    var pruning = PruningOptions()
    pruning.method = method
    pruning.strength = strength
    options.pruning = pruning
    return try VotingTests.train(sample, options).forest
  }

  /// Σ N 2 p (1 − p) / N of the leaves, by their values 2 p − 1.
  static func impurity(_ forest: Forest, _ sample: BoostingSample) -> Double {
    let scores = forest.scores(of: sample.columns, threads: 1)
    return scores.reduce(0) { $0 + Double(1 - $1 * $1) / 2 } / Double(sample.count)
  }

  @Test func costComplexityIsThatOfThePeer() throws {
    let fixture = try PruningFixture.read()
    #expect(fixture.steps.count > 8)
    for step in fixture.steps {
      let forest = try Self.pruned(fixture.sample, .costComplexity, step.alpha)
      #expect(forest.trees[0].leafCount == step.leaves)
      #expect(abs(Self.impurity(forest, fixture.sample) - step.impurity) < 1e-6)
    }
  }

  /// Each remaining cut lowers the expected error, and the events of merged leaves are all there.
  @Test func expectedErrorLeavesOnlyCutsThatPay() throws {
    let sample = try PruningFixture.read().sample
    var leaves: [Int] = []
    for strength in [0, 0.5, 1, 3] {
      let forest = try Self.pruned(sample, .expectedError, strength), tree = forest.trees[0]
      leaves.append(tree.leafCount)
      #expect(tree.statistics[0].events == 500)
      func counts(_ place: Int) -> (signal: Double, all: Double) {
        let rows = (0..<500).filter { Self.reaches(tree, place, sample, $0) }
        return (Double(rows.count { sample.targets[$0] > 0.5 }), Double(rows.count))
      }
      func error(_ place: Int) -> Double {
        let (signal, all) = counts(place)
        let right = max(signal, all - signal) / all
        return all * min(1, 1 - right + strength * (right * (1 - right) / all).squareRoot())
      }
      func below(_ place: Int) -> Double {
        guard case .cut(_, _, _, let left, let right) = tree.nodes[place] else { return error(place) }
        return below(left) + below(right)
      }
      for (place, node) in tree.nodes.enumerated() {
        if case .cut = node { #expect(error(place) > below(place)) }
      }
    }
    // The whole tree has more than 46.
    #expect(leaves.allSatisfy { 2..<40 ~= $0 }, "\(leaves)")
  }

  private static func reaches(
    _ tree: ForestTree, _ place: Int, _ sample: BoostingSample, _ row: Int
  ) -> Bool {
    var node = 0
    while node != place {
      guard case .cut(let feature, let threshold, _, let left, let right) = tree.nodes[node] else {
        return false
      }
      node = sample.columns[feature][row] > threshold ? right : left
    }
    return true
  }

  @Test func regressionTreesArePruned() throws {
    let sample = RegressionVotingTests.friedman(1000, seed: 1)
    var counts: [Int] = [], losses: [Double] = []
    for strength in [0, 0.02, 0.2, 1e3] {
      let (vote, record) = try RegressionVoting(
        .average, options: RegressionVotingTests.options(trees: 1, leaves: 150),
        pruneStrength: strength
      ).train(on: sample, in: RunContext())
      counts.append(vote.forest.trees[0].leafCount)
      losses.append(try #require(record.history.last).trainingLoss)
    }
    #expect(counts == counts.sorted(by: >) && counts[0] > counts[1] && counts[3] == 1)
    #expect(losses == losses.sorted())
    // Each leaf taken back costs less than α.
    #expect(losses[1] - losses[0] < 0.02 * Double(counts[0] - counts[1]))
  }

  @Test func boostedTreesArePrunedAlikeAtAnyThreadCount() throws {
    var options = VotingTests.options(.adaBoost, trees: 5, leaves: 32)
    options.boosting.subsample = 0.7
    var pruning = PruningOptions()
    pruning.strength = 0.002
    options.pruning = pruning
    let events = gaussians(20_000)
    let one = try VotingTests.train(events, options)
    let three = try VotingTests.train(events, options, threads: 3)
    #expect(one.forest == three.forest && one.record == three.record)
    #expect(one.forest.trees[0].leafCount < 32)
  }
}
