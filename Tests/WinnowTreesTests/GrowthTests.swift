import Testing
import WinnowCore
import WinnowMath
import WinnowTrees

@Suite struct GrowthTests {
  static let events = gaussians(4000, distance: 1)

  /// Events of each leaf of a tree.
  static func leafCounts(_ tree: ForestTree, _ sample: BoostingSample) -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for event in 0..<sample.count {
      var place = 0
      while case .cut(let feature, let threshold, _, let left, let right) = tree.nodes[place] {
        place = sample.columns[feature][event] > threshold ? right : left
      }
      counts[place, default: 0] += 1
    }
    return counts
  }

  @Test(arguments: [2, 3, 8, 31], GrowthOrder.allCases)
  func leavesAreLimited(leaves: Int, order: GrowthOrder) throws {
    var options = quickOptions(trees: 3, leaves: leaves)
    options.growth.order = order
    let forest = try boost(Self.events, options).forest
    #expect(forest.trees.allSatisfy { $0.leafCount == leaves })
  }

  @Test(arguments: [1, 2, 4], GrowthOrder.allCases)
  func depthIsLimited(depth: Int, order: GrowthOrder) throws {
    var options = quickOptions(trees: 3, leaves: 100)
    options.growth.order = order
    options.growth.maxDepth = depth
    let forest = try boost(Self.events, options).forest
    #expect(forest.trees.allSatisfy { $0.depth == depth && $0.leafCount <= 1 << depth })
  }

  @Test func levelByLevelTreesAreShallower() throws {
    var options = quickOptions(trees: 5, leaves: 16)
    let free = try boost(Self.events, options).forest
    options.growth.order = .depthWise
    let level = try boost(Self.events, options).forest
    #expect(level.trees.allSatisfy { $0.depth <= 5 })
    #expect(free.trees.map(\.depth).reduce(0, +) > level.trees.map(\.depth).reduce(0, +))
  }

  @Test(arguments: [1, 50, 400])
  func leavesHaveEnoughEvents(least: Int) throws {
    var options = quickOptions(trees: 3, leaves: 64)
    options.growth.minNodeSize = least
    let forest = try boost(Self.events, options).forest
    for tree in forest.trees {
      let counts = Self.leafCounts(tree, Self.events)
      #expect(counts.count == tree.leafCount)
      #expect(counts.values.allSatisfy { $0 >= least })
    }
  }

  @Test func leavesHaveEnoughHessian() throws {
    var options = quickOptions(trees: 1, leaves: 64)
    options.growth.minNodeSize = 1
    options.growth.minChildWeight = 100
    let tree = try boost(Self.events, options).forest.trees[0]
    // At the start p = ½, so each event has a Hessian of ¼.
    #expect(tree.leafCount > 2)
    #expect(Self.leafCounts(tree, Self.events).values.allSatisfy { $0 >= 400 })
  }

  @Test func aHighMinimumGainStopsGrowth() throws {
    var options = quickOptions(trees: 1, leaves: 64)
    options.growth.minGain = 10
    let some = try boost(Self.events, options).forest.trees[0]
    options.growth.minGain = 1e6
    let none = try boost(Self.events, options).forest.trees[0]
    #expect(some.leafCount > 2 && some.leafCount < 64)
    #expect(none == ForestTree([.leaf(value: 0)]) || none.leafCount == 1)
  }

  /// The best first cut, by trying every threshold in exact arithmetic, and the leaf values.
  @Test(arguments: [0, 1, 2])
  func aStumpIsTheBestThereIs(seed: Int) throws {
    var random = CounterRandom(seed: UInt64(seed))
    let count = 200
    let columns = (0..<3).map { _ in (0..<count).map { _ in Float(random.normal()) } }
    let targets = (0..<count).map { columns[1][$0] > 0.4 ? Float(2) : Float(random.normal()) }
    let weights = (0..<count).map { _ in random.uniform() + 0.1 }
    let sample = BoostingSample(columns: columns, targets: targets, weights: weights)
    var options = quickOptions(trees: 1, leaves: 2)
    options.learningRate = 1
    options.growth.minNodeSize = 1
    options.growth.l2 = 0.5
    let forest = try GradientBoosting(loss: SquaredLoss(), options: options)
      .train(on: sample, in: RunContext()).forest

    let scale = Double(count) / weights.reduce(0, +)
    let gradients = (0..<count).map { weights[$0] * scale * (forest.base - Double(targets[$0])) }
    func value(_ rows: [Int]) -> (gain: Double, leaf: Double) {
      let g = rows.reduce(0) { $0 + gradients[$1] }
      let h = rows.reduce(0.5) { $0 + weights[$1] * scale }
      return (g * g / h / 2, -g / h)
    }
    var best = (gain: 0.0, feature: 0, left: 0.0, right: 0.0)
    for feature in 0..<3 {
      for threshold in columns[feature] {
        let left = value((0..<count).filter { columns[feature][$0] <= threshold })
        let right = value((0..<count).filter { columns[feature][$0] > threshold })
        if left.gain + right.gain > best.gain {
          best = (left.gain + right.gain, feature, left.leaf, right.leaf)
        }
      }
    }
    guard case .cut(let feature, _, _, let left, let right) = forest.trees[0].nodes[0],
      case .leaf(let leftValue) = forest.trees[0].nodes[left],
      case .leaf(let rightValue) = forest.trees[0].nodes[right]
    else {
      Issue.record("not a stump")
      return
    }
    #expect(feature == best.feature)
    #expect(abs(Double(leftValue) - best.left) < 1e-5)
    #expect(abs(Double(rightValue) - best.right) < 1e-5)
  }

  @Test func l1ShrinksLeavesToZero() throws {
    var options = quickOptions(trees: 1, leaves: 4)
    options.growth.l1 = 1e9
    let forest = try boost(Self.events, options).forest
    #expect(forest.trees[0].nodes == [.leaf(value: 0)])
  }
}
