import Testing
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowTrees

/// Monotone features, interacting groups, and what each tree, level and node may see.
@Suite struct ConstraintTests {
  static let features = 4

  /// Targets that wave with feature 0, fall with feature 1 on the whole, and need pairs of features.
  static func events(_ count: Int = 3000, seed: UInt64 = 5) -> BoostingSample {
    var random = CounterRandom(seed: seed)
    let columns = (0..<features).map { _ in (0..<count).map { _ in Float(random.normal()) } }
    let targets = (0..<count).map { row -> Float in
      let x = columns.map { Double($0[row]) }
      let wave = 3 * (x[0] - x[0] * x[0] * x[0] / 4)
      return Float(wave - x[1] + x[0] * x[1] + 2 * x[2] * x[3] + random.normal())
    }
    return BoostingSample(
      columns: columns, targets: targets, weights: Array(repeating: 1, count: count))
  }

  static func forest(
    _ change: (inout GrowthOptions) -> Void, trees: Int = 20, threads: Int = 1
  ) throws -> Forest {
    var options = quickOptions(trees: trees, leaves: 16)
    change(&options.growth)
    return try GradientBoosting(loss: SquaredLoss(), options: options)
      .train(on: events(), in: RunContext(threads: threads)).forest
  }

  /// Steps against the direction along one feature, the others at random places, NaN among them.
  static func violations(_ forest: Forest, feature: Int, direction: Float) -> Int {
    var random = CounterRandom(seed: 77)
    let grid = 81
    return (0..<200).reduce(0) { sum, _ in
      var columns = (0..<features).map { _ in
        [Float](repeating: random.uniform() < 0.1 ? .nan : Float(2 * random.normal()), count: grid)
      }
      columns[feature] = (0..<grid).map { Float($0 - 40) / 10 }
      let scores = forest.scores(of: columns, threads: 1)
      return sum + zip(scores, scores.dropFirst()).count { ($1 - $0) * direction < 0 }
    }
  }

  @Test(arguments: [[1, 0, 0, 0], [-1, 0, 0, 0], [1, -1, 0, 0], [0, 0, -1, 1]], GrowthOrder.allCases)
  func responsesRiseOrFallWithMonotoneFeatures(monotone: [Int], order: GrowthOrder) throws {
    let forest = try Self.forest {
      $0.monotone = monotone
      $0.order = order
    }
    for (feature, direction) in monotone.enumerated() where direction != 0 {
      #expect(Self.violations(forest, feature: feature, direction: Float(direction)) == 0)
    }
    // Without the constraint the waves are followed.
    let free = try Self.forest { $0.order = order }
    #expect(Self.violations(free, feature: 0, direction: 1) > 0)
    #expect(Self.violations(free, feature: 0, direction: -1) > 0)
  }

  @Test func penaltiesKeepResponsesMonotone() throws {
    let forest = try Self.forest {
      $0.monotone = [1, 0, 0, 0]
      $0.l1 = 5
      $0.l2 = 10
    }
    #expect(Self.violations(forest, feature: 0, direction: 1) == 0)
    #expect(forest.trees.contains { $0.leafCount > 4 })
  }

  /// A direction that the data follow anyway costs next to nothing.
  @Test func aTrueDirectionKeepsTheQuality() throws {
    let events = gaussians(6000), test = gaussians(6000, seed: 2)
    var options = quickOptions(trees: 40)
    let free = try boost(events, options).forest
    options.growth.monotone = [1, 0, 0]
    let bound = try boost(events, options).forest
    let areas = [free, bound].map { areaUnderROC($0.scores(of: test.columns, threads: 1), test.targets) }
    #expect(areas[1] > areas[0] - 0.002)
  }

  /// The sets of features on the paths from the roots to the leaves.
  static func paths(_ forest: Forest) -> Set<Set<Int>> {
    var found: Set<Set<Int>> = []
    for tree in forest.trees {
      var used = [Set<Int>](repeating: [], count: tree.nodes.count)
      for (place, node) in tree.nodes.enumerated() {
        guard case .cut(let feature, _, _, let left, let right) = node else {
          found.insert(used[place])
          continue
        }
        for child in [left, right] { used[child] = used[place].union([feature]) }
      }
    }
    return found
  }

  @Test(arguments: [[[0, 1], [2, 3]], [[0, 1, 2], [2, 3]], [[0], [1], [2], [3]]])
  func onlyFeaturesOfAGroupMeet(groups: [[Int]]) throws {
    let paths = Self.paths(try Self.forest { $0.interactions = groups })
    for path in paths { #expect(groups.contains { path.isSubset(of: $0) }) }
    #expect(Set(paths.flatMap(\.self)).isSuperset(of: [0, 1]))
    let free = Self.paths(try Self.forest { _ in })
    #expect(free.contains { path in !groups.contains { path.isSubset(of: $0) } })
  }

  /// The features that the nodes of each level of each tree are cut on.
  static func levels(_ forest: Forest) -> [Set<Int>] {
    forest.trees.flatMap { tree in
      var depths = [Int](repeating: 0, count: tree.nodes.count)
      var levels = [Set<Int>](repeating: [], count: tree.depth + 1)
      for (place, node) in tree.nodes.enumerated() {
        guard case .cut(let feature, _, _, let left, let right) = node else { continue }
        levels[depths[place]].insert(feature)
        for child in [left, right] { depths[child] = depths[place] + 1 }
      }
      return levels
    }
  }

  @Test(arguments: [1, 2])
  func nodesOfALevelShareTheirFeatures(wanted: Int) throws {
    let forest = try Self.forest { $0.featuresPerLevel = wanted }
    let levels = Self.levels(forest)
    #expect(levels.allSatisfy { $0.count <= wanted })
    #expect(levels.contains { $0.count == wanted })
    #expect(Set(levels.flatMap(\.self)).count == Self.features)
    #expect(forest.trees.contains { tree in
      Set(tree.nodes.compactMap { if case .cut(let f, _, _, _, _) = $0 { f } else { nil } }).count > wanted
    })
  }

  /// Histograms that are filled where they are drawn equal those filled from the start: one of many
  /// features for each node, as nodes of the same draw see it with and without the saving.
  @Test func drawnHistogramsAreThoseOfAllFeatures() throws {
    // Copies of one feature: whichever a node draws, the tree parts the events alike.
    let single = gaussians(3000, features: 1)
    let copies = single.replacing(columns: Array(repeating: single.columns[0], count: 20))
    var options = quickOptions(trees: 5, leaves: 12)
    let expected = try boost(single, options).forest.scores(of: single.columns, threads: 1)
    for wanted in [1, 2, 5, 10, 19] {
      options.growth.featuresPerNode = wanted
      let forest = try boost(copies, options).forest
      #expect(forest.scores(of: copies.columns, threads: 1) == expected)
    }
    options.growth.featuresPerNode = nil
    options.columnFraction = 0.3
    let part = try boost(copies, options).forest
    #expect(part.scores(of: copies.columns, threads: 1) == expected)
  }

  @Test(arguments: [2, 3])
  func anyThreadCountGivesTheSameBits(threads: Int) throws {
    let change = { (options: inout GrowthOptions) in
      options.monotone = [1, 0, -1, 0]
      options.interactions = [[0, 1], [1, 2, 3]]
      options.featuresPerLevel = 3
      options.featuresPerNode = 1
    }
    #expect(try Self.forest(change, threads: threads) == Self.forest(change))
  }
}

/// Gradient-based one-side sampling.
@Suite struct GradientSamplingTests {
  @Test(arguments: [(0.2, 0.1), (0.1, 0.5), (0.5, 0.01)])
  func largeGradientsCountAndSumsStayRight(top: Double, other: Double) {
    var random = CounterRandom(seed: 4)
    let count = 100_000
    let original = (0..<count).map { _ in Float(random.normal()) }
    var counts = [Int](repeating: 0, count: GradientDraw.buckets)
    var span = counts.mutableSpan
    countMagnitudes(original.span, into: &span)
    let draw = GradientDraw(counts: counts, top: top, other: other, key: 17)
    var gradients = original, hessians = [Float](repeating: 1, count: count)
    var gradientSpan = gradients.mutableSpan, hessianSpan = hessians.mutableSpan
    resampleDerivatives(&gradientSpan, &hessianSpan, firstRow: 0, by: draw)

    let order = original.indices.sorted { original[$0].magnitude > original[$1].magnitude }
    let large = Int(top * Double(count))
    // Buckets are 2⁻⁸ wide.
    for row in order.prefix(large * 98 / 100) { #expect(gradients[row] == original[row]) }
    let factor = Float((1 - top) / other)
    for row in order.dropFirst(large) {
      #expect(hessians[row] == 0 || hessians[row] == factor)
      #expect(gradients[row] == original[row] * hessians[row])
    }
    let drawn = Double(hessians.count { $0 > 0 })
    #expect(abs(drawn - (top + other) * Double(count)) < 0.02 * Double(count))
    let sum = hessians.reduce(0.0) { $0 + Double($1) }
    let spread = Double(factor) * (other * Double(count)).squareRoot()
    #expect(abs(sum - Double(count)) < 5 * spread)
  }

  /// Where all gradients are alike none is large: all are drawn alike.
  @Test func equalGradientsAreDrawnAlike() {
    var counts = [Int](repeating: 0, count: GradientDraw.buckets)
    let original = [Float](repeating: 0.5, count: 10_000)
    var span = counts.mutableSpan
    countMagnitudes(original.span, into: &span)
    let draw = GradientDraw(counts: counts, top: 0.2, other: 0.2, key: 3)
    var gradients = original, hessians = original
    var gradientSpan = gradients.mutableSpan, hessianSpan = hessians.mutableSpan
    resampleDerivatives(&gradientSpan, &hessianSpan, firstRow: 0, by: draw)
    let drawn = gradients.count { $0 > 0 }
    #expect(abs(drawn - 2500) < 250)
    #expect(gradients.allSatisfy { $0 == 0 || $0 == 2 })
  }

  static func options(trees: Int) -> BoostingOptions {
    var options = quickOptions(trees: trees)
    options.sampling = .goss
    return options
  }

  @Test func anyThreadCountGivesTheSameBits() throws {
    let events = gaussians(40_000)
    let one = try boost(events, Self.options(trees: 3)).forest
    for threads in [2, 3] {
      #expect(try boost(events, Self.options(trees: 3), threads: threads).forest == one)
    }
    #expect(try boost(events, quickOptions(trees: 3)).forest != one)
  }

  @Test func theQualityIsThatOfAllEvents() throws {
    let events = gaussians(20_000), test = gaussians(10_000, seed: 2)
    let areas = try [quickOptions(trees: 40), Self.options(trees: 40)].map {
      areaUnderROC(try boost(events, $0).forest.scores(of: test.columns, threads: 1), test.targets)
    }
    #expect(areas[1] > areas[0] - 0.004)
    // Φ(1.5 / √2)
    #expect(areas[1] > 0.8556 - 0.008)
  }
}
