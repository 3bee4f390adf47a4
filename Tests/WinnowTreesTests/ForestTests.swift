import Testing
import WinnowCore
import WinnowMath
import WinnowTrees

@Suite struct ForestTests {
  /// A forest of cuts with both directions of missing values, and events that have some.
  static func missing() throws -> (forest: Forest, columns: [[Float]]) {
    var random = CounterRandom(seed: 12)
    let events = gaussians(3000, features: 4)
    let columns = events.columns.map { column in
      column.map { random.uniform() < 0.1 ? Float.nan : $0 }
    }
    var options = quickOptions(trees: 25, leaves: 20)
    options.growth.minNodeSize = 5
    return (try boost(events.replacing(columns: columns), options).forest, columns)
  }

  @Test func theLayoutEqualsAWalkDownTheTrees() throws {
    let (forest, columns) = try Self.missing()
    let scores = forest.scores(of: columns, threads: 2)
    for event in 0..<3000 {
      let sum = forest.trees.reduce(Float(0)) { sum, tree in
        sum + tree.value { columns[$0][event] }
      }
      #expect(scores[event] == Float(forest.base + Double(sum)))
    }
  }

  /// Trees of random shapes; `cuts` each, thresholds among `levels` values or all different.
  static func random(trees: Int, cuts: Int, features: Int, levels: Int?) -> Forest {
    var random = CounterRandom(seed: UInt64(trees * 1000 + cuts))
    let grown = (0..<trees).map { _ in
      var nodes: [ForestTree.Node] = [.leaf(value: Float(random.normal()))]
      while nodes.count < 2 * cuts + 1 {
        let leaves = nodes.indices.filter { if case .leaf = nodes[$0] { true } else { false } }
        let place = leaves[Int(random.uniform() * Double(leaves.count))]
        let threshold = random.normal()
        nodes[place] = .cut(
          feature: Int(random.uniform() * Double(features)),
          threshold: Float(levels.map { (threshold * Double($0)).rounded() / 4 } ?? threshold),
          missingGoesLeft: random.uniform() < 0.5, left: nodes.count, right: nodes.count + 1)
        nodes.append(.leaf(value: Float(random.normal())))
        nodes.append(.leaf(value: Float(random.normal())))
      }
      return ForestTree(nodes)
    }
    return Forest(features: features, base: 0.25, trees: grown)
  }

  /// Every layout and every size of lookup; several layouts in a row; more thresholds than a byte holds.
  @Test(arguments: [0, 1, 2, 7, 15, 16, 31, 32, 63, 64, 255, 256, 400], [3, nil])
  func everyShapeEqualsAWalkDownTheTrees(cuts: Int, levels: Int?) {
    let features = 3
    let forest = Forest(
      features: features, base: 0.25,
      trees: Self.random(trees: 9, cuts: cuts, features: features, levels: levels).trees
        + Self.random(trees: 2, cuts: 300, features: features, levels: levels).trees
        + Self.random(trees: 40, cuts: min(cuts, 40), features: features, levels: levels).trees)
    var random = CounterRandom(seed: 5)
    let columns = (0..<features).map { _ in
      (0..<300).map { _ in
        random.uniform() < 0.2 ? Float.nan : Float((random.normal() * 8).rounded() / 4)
      }
    }
    let scores = forest.scores(of: columns, threads: 1)
    for event in 0..<300 {
      let sum = forest.trees.reduce(Float(0)) { sum, tree in
        sum + tree.value { columns[$0][event] }
      }
      #expect(scores[event] == Float(forest.base + Double(sum)))
    }
  }

  @Test func valuesOnThresholdsGoLeft() {
    let forest = Forest(
      features: 1, base: 0,
      trees: [
        ForestTree([
          .cut(feature: 0, threshold: 2, missingGoesLeft: false, left: 1, right: 2),
          .leaf(value: -1), .leaf(value: 1),
        ])
      ])
    let scores = forest.scores(
      of: [[2, Float(2).nextUp, Float(2).nextDown, .nan, .infinity, -.infinity]], threads: 1)
    #expect(scores == [-1, 1, -1, 1, 1, -1])
  }

  @Test(arguments: [1, 127, 128, 129, 1000])
  func scoresDoNotDependOnBatches(size: Int) throws {
    let (forest, columns) = try Self.missing()
    let whole = forest.scores(of: columns, threads: 1)
    let part = columns.map { Array($0[100..<100 + size]) }
    #expect(forest.scores(of: part, threads: 3) == Array(whole[100..<100 + size]))
  }

  @Test func noEventsHaveNoScores() throws {
    let (forest, _) = try Self.missing()
    #expect(forest.scores(of: [[], [], [], []], threads: 2).isEmpty)
  }

  @Test func theArchiveKeepsAllBits() throws {
    let (forest, columns) = try Self.missing()
    let restored = try Forest(from: forest.archive())
    #expect(restored == forest)
    #expect(restored.archive() == forest.archive())
    #expect(restored.scores(of: columns, threads: 1) == forest.scores(of: columns, threads: 1))
  }

  @Test func aForestWithoutTreesIsItsBase() throws {
    let forest = try Forest(from: Forest(features: 2, base: 1.25, trees: []).archive())
    #expect(forest.scores(of: [[1, 2], [3, 4]], threads: 1) == [1.25, 1.25])
  }

  /// A stump and a tree of five nodes, to be spoiled.
  static var small: Forest {
    Forest(
      features: 2, base: 0.5,
      trees: [
        ForestTree([
          .cut(feature: 1, threshold: 2, missingGoesLeft: true, left: 1, right: 2),
          .leaf(value: -1), .leaf(value: 1),
        ]),
        ForestTree([
          .cut(feature: 0, threshold: -1, missingGoesLeft: false, left: 1, right: 2),
          .leaf(value: 3),
          .cut(feature: 1, threshold: 7, missingGoesLeft: true, left: 3, right: 4),
          .leaf(value: 4), .leaf(value: 5),
        ]),
      ])
  }

  static let spoilings: [(String, Tensor)] = [
    ("base", Tensor([Double.nan])),
    ("base", Tensor([1.0, 2.0])),
    ("base", Tensor([Float(1)])),
    ("trees/size", Tensor([3, 4] as [Int32])),
    ("trees/size", Tensor([3, 6] as [Int32])),
    ("trees/size", Tensor([0, 8] as [Int32])),
    ("trees/size", Tensor([-3, 11] as [Int32])),
    ("trees/size", Tensor([4, 4] as [Int32])),
    ("trees/size", Tensor([Int32.max, 5] as [Int32])),
    ("nodes/feature", Tensor([2, -1, -1, 0, -1, 1, -1, -1] as [Int32])),
    ("nodes/feature", Tensor([-2, -1, -1, 0, -1, 1, -1, -1] as [Int32])),
    ("nodes/feature", Tensor([-1, -1, -1, 0, -1, 1, -1, -1] as [Int32])),
    ("nodes/feature", Tensor([1, 0, -1, 0, -1, 1, -1, -1] as [Int32])),
    ("nodes/feature", Tensor([1, -1, -1] as [Int32])),
    ("nodes/threshold", Tensor([.nan, 0, 0, -1, 0, 7, 0, 0] as [Float])),
    ("nodes/threshold", Tensor([2, 0, 0, -1, 0, .infinity, 0, 0] as [Float])),
    ("nodes/left", Tensor([0, -1, -1, 1, -1, 3, -1, -1] as [Int32])),
    ("nodes/left", Tensor([3, -1, -1, 1, -1, 3, -1, -1] as [Int32])),
    ("nodes/left", Tensor([-1, -1, -1, 1, -1, 3, -1, -1] as [Int32])),
    ("nodes/left", Tensor([2, -1, -1, 1, -1, 3, -1, -1] as [Int32])),
    ("nodes/left", Tensor([1, -1, -1, 1, -1, 1, -1, -1] as [Int32])),
    ("nodes/left", Tensor([1, -1, -1, 3, -1, 3, -1, -1] as [Int32])),
    ("nodes/left", Tensor([1, 2, -1, 1, -1, 3, -1, -1] as [Int32])),
    ("nodes/right", Tensor([2, -1, -1, 2, -1, Int32.max, -1, -1] as [Int32])),
    ("nodes/right", Tensor([2, -1, -1, 2, -1, 2, -1, -1] as [Int32])),
    ("nodes/missing_left", Tensor([1, 0, 0, 0, 0, 2, 0, 0] as [UInt8])),
    ("nodes/value", Tensor([0, -1, .nan, 0, 3, 0, 4, 5] as [Float])),
    ("nodes/value", Tensor([0, -1, 1, 0, 3, 0, 4] as [Float])),
    ("nodes/value", Tensor(shape: [2, 4], .float32([0, -1, 1, 0, 3, 0, 4, 5]))),
  ]

  @Test(arguments: 0..<29)
  func spoiledArchivesAreRefused(index: Int) throws {
    var archive = Self.small.archive()
    #expect(try Forest(from: archive) == Self.small)
    let (name, tensor) = Self.spoilings[index]
    archive.store(name, tensor)
    let error = #expect(throws: WinnowError.self) { try Forest(from: archive) }
    #expect(error?.kind == .badData)
  }

  @Test func everySpoilingIsTried() { #expect(Self.spoilings.count == 29) }

  @Test(arguments: [0, -1, 1, Int.max])
  func aWrongNumberOfFeaturesIsRefused(features: Int) throws {
    var archive = Self.small.archive()
    archive.store("features", Setting(.integer(features)))
    #expect(throws: WinnowError.self) { try Forest(from: archive) }
  }

  @Test func missingTensorsAreNamed() throws {
    let whole = Self.small.archive()
    for name in whole.tensors.keys {
      let archive = Archive(
        tensors: whole.tensors.filter { $0.key != name }, attributes: whole.attributes)
      let error = #expect(throws: WinnowError.self) { try Forest(from: archive) }
      #expect(error?.message.contains(name) == true)
    }
  }
}
