import Foundation
import Testing
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowTrees

/// Cuts on categories.
@Suite struct CategoryTests {
  /// Names of categories in no useful order, as numbers of particle species are.
  static let names: [Float] = [-211, -13, -11, 11, 13, 22, 130, 211]

  /// A category with an effect of its own each, and a plain feature.
  static func events(_ count: Int, categories: Int, seed: UInt64) -> BoostingSample {
    var random = CounterRandom(seed: 99)
    let effects = (0..<categories).map { _ in random.normal() }
    var draw = CounterRandom(seed: seed)
    let places = (0..<count).map { _ in Int(draw.uniform() * Double(categories)) }
    let plain = (0..<count).map { _ in Float(draw.normal()) }
    return BoostingSample(
      columns: [places.map { names[$0] }, plain],
      targets: places.indices.map { Float(effects[places[$0]] + 0.1 * draw.normal()) },
      weights: places.map { _ in draw.uniform() + 0.2 })
  }

  static func options(trees: Int = 1, leaves: Int = 2) -> BoostingOptions {
    var options = quickOptions(trees: trees, leaves: leaves)
    options.categorical = [0]
    options.learningRate = 1
    options.growth.minNodeSize = 1
    options.growth.categories.smoothing = 0
    options.growth.categories.l2 = 0
    options.growth.categories.leastGroup = 1
    options.growth.l2 = 0
    return options
  }

  static func train(_ sample: BoostingSample, _ options: BoostingOptions, threads: Int = 1) throws -> Forest {
    try GradientBoosting(loss: SquaredLoss(), options: options)
      .train(on: sample, in: RunContext(threads: threads)).forest
  }

  /// The lowest weighted sum of squares over all ways to part the categories in two.
  static func bestByTryingAll(_ sample: BoostingSample, categories: Int) -> Double {
    (1..<1 << (categories - 1)).map { mask in
      [false, true].reduce(0.0) { total, side in
        let rows = sample.targets.indices.filter { row in
          let place = names.firstIndex(of: sample.columns[0][row]) ?? 0
          return (mask >> place & 1 == 1) == side
        }
        let weight = rows.reduce(0) { $0 + sample.weights[$1] }
        let mean = rows.reduce(0) { $0 + sample.weights[$1] * Double(sample.targets[$1]) } / weight
        return total + rows.reduce(0) {
          let miss = Double(sample.targets[$1]) - mean
          return $0 + sample.weights[$1] * miss * miss
        }
      }
    }.min() ?? 0
  }

  @Test(arguments: [3, 5, 7, 8], [1, 2, 3])
  func theFirstCutIsTheBestOfAllSubsets(categories: Int, seed: Int) throws {
    let sample = Self.events(300, categories: categories, seed: UInt64(seed))
    let forest = try Self.train(
      sample.replacing(columns: [sample.columns[0], sample.targets.map { _ in 0 }]), Self.options())
    let scores = forest.scores(
      of: [sample.columns[0], sample.targets.map { _ in 0 }], threads: 1)
    let squares = scores.indices.reduce(0.0) {
      let miss = Double(sample.targets[$1]) - Double(scores[$1])
      return $0 + sample.weights[$1] * miss * miss
    }
    // Gradients are quantised, so near ties may fall the other way.
    #expect(abs(squares / Self.bestByTryingAll(sample, categories: categories) - 1) < 1e-3)
    #expect(forest.trees[0].subsets.count == 1)
  }

  /// A forest grown with all events in view, in its three forms: while training, as trees, laid out.
  @Test func trainingAndForestDecideAlike() throws {
    var sample = Self.events(3000, categories: 8, seed: 4)
    sample = sample.replacing(columns: [
      sample.columns[0].enumerated().map { $0.offset % 7 == 0 ? .nan : $0.element },
      sample.columns[1],
    ])
    for threads in [1, 2] {
      var options = Self.options(trees: 6, leaves: 12)
      let (forest, record) = try GradientBoosting(loss: SquaredLoss(), options: options)
        .train(on: sample, validation: sample, in: RunContext(threads: threads))
      #expect(forest.trees.contains { $0.subsets.count > 1 })
      let scores = forest.scores(of: sample.columns, threads: threads)
      for event in 0..<3000 {
        let sum = forest.trees.reduce(Float(0)) { sum, tree in
          sum + tree.value { sample.columns[$0][event] }
        }
        #expect(scores[event] == Float(forest.base + Double(sum)))
      }
      let point = try #require(record.history.last)
      #expect(abs(point.trainingLoss - (point.validationLoss ?? 0)) < 1e-6 * point.trainingLoss)
      let total = sample.weights.reduce(0, +)
      let squares = scores.indices.reduce(0.0) {
        let miss = Double(sample.targets[$1]) - Double(scores[$1])
        return $0 + sample.weights[$1] * miss * miss
      }
      let half = squares / total / 2
      #expect(min(abs(point.trainingLoss / half - 1), abs(point.trainingLoss / half - 2)) < 1e-4)
      options.subsample = 0.7
      #expect(try Self.train(sample, options, threads: 2) == Self.train(sample, options))
    }
  }

  @Test func unknownCategoriesGoWhereMissingOnesGo() throws {
    var sample = Self.events(2000, categories: 6, seed: 6)
    sample = sample.replacing(columns: [
      sample.columns[0].enumerated().map { $0.offset % 5 == 0 ? .nan : $0.element },
      sample.columns[1],
    ])
    let forest = try Self.train(sample, Self.options(trees: 4, leaves: 8))
    let unknown: [Float] = [.nan, 0, 12, 1e9, -12.5, 211]
    let scores = forest.scores(of: [unknown, unknown.map { _ in 0.3 }], threads: 1)
    #expect(Set(scores).count == 1)
    let known = forest.scores(of: [[11, 13, 22], [0.3, 0.3, 0.3]], threads: 1)
    #expect(known.contains { $0 != scores[0] })
  }

  @Test func archivesKeepCategories() throws {
    let sample = Self.events(2000, categories: 8, seed: 7)
    let forest = try Self.train(sample, Self.options(trees: 5, leaves: 10))
    let again = try Forest(from: forest.archive())
    #expect(again == forest)
    #expect(
      again.scores(of: sample.columns, threads: 1) == forest.scores(of: sample.columns, threads: 1))
    for (name, tensor) in [
      ("subsets/list", Tensor([Int32](repeating: 9, count: forest.trees.flatMap(\.subsets).count))),
      ("trees/subsets", Tensor([Int32](repeating: 0, count: 5))),
      ("categories/value", Tensor([Float](repeating: 1, count: 8))),
      ("categories/feature", Tensor([Int32(2)])),
    ] {
      var archive = forest.archive()
      archive.store(name, tensor)
      let error = try #require(throws: WinnowError.self) { try Forest(from: archive) }
      #expect(error.kind == .badData)
    }
  }

  /// Shapley values from their definition: over all sets of the two inputs.
  @Test func contributionsEqualTheirDefinition() throws {
    let sample = Self.events(400, categories: 5, seed: 8)
    let forest = try Self.train(sample, Self.options(trees: 3, leaves: 6))
    let events = [[Float(11), -13, -211], [0.2, -1, 2]] as [[Float]]
    let background = sample.columns.map { Array($0.prefix(50)) }
    let found = forest.contributions(to: events, background: background, threads: 1)
    for event in 0..<3 {
      func mean(_ known: Set<Int>) -> Double {
        let columns = (0..<2).map { feature in
          known.contains(feature)
            ? [Float](repeating: events[feature][event], count: 50) : background[feature]
        }
        return forest.scores(of: columns, threads: 1).reduce(0) { $0 + Double($1) } / 50
      }
      let first = (mean([0]) - mean([]) + mean([0, 1]) - mean([1])) / 2
      #expect(abs(found.values[0][event] - first) < 1e-5)
      let path = try forest.contributions(to: events, threads: 1)
      let score = Double(forest.scores(of: events, threads: 1)[event])
      #expect(abs(path.expected + path.values[0][event] + path.values[1][event] - score) < 1e-5)
    }
  }

  @Test func drawingsListTheCategories() throws {
    let tree = ForestTree(
      [
        .cut(feature: -1, threshold: 0.5, missingGoesLeft: false, left: 1, right: 2),
        .leaf(value: 1), .leaf(value: -1),
      ],
      subsets: [CategorySubset(feature: 1, categories: [-11, 11, 22]) { $0 != 11 }])
    let text = TreeDrawing(tree, names: ["met", "species"]).text()
    #expect(text.contains("species ∈ {−11, 22}?"))
    #expect(tree.value { _ in 22 } == 1 && tree.value { _ in 11 } == -1)
    #expect(tree.value { _ in 5 } == -1 && tree.value { _ in .nan } == -1)
  }

  /// Smoothing keeps many small categories without meaning from being learned by heart.
  @Test func smoothingHelpsWhereCategoriesAreNoise() throws {
    func noise(_ seed: UInt64) -> BoostingSample {
      var random = CounterRandom(seed: seed)
      let rows = gaussians(3000, features: 1, distance: 1, seed: seed)
      return rows.replacing(columns: [rows.targets.map { _ in Float(Int(random.uniform() * 250)) }] + rows.columns)
    }
    let training = noise(1), test = noise(2)
    var free = Self.options().growth.categories
    free.largestSet = 255
    let areas = try [free, CategoryRule()].map { rule in
      var options = Self.options(trees: 30, leaves: 8)
      options.learningRate = 0.1
      options.growth.categories = rule
      return areaUnderROC(
        try boost(training, options).forest.scores(of: test.columns, threads: 1), test.targets)
    }
    #expect(areas[1] > areas[0])
  }

  /// The smaller set has at most so many categories, and both sides enough events.
  @Test func setsKeepTheirLimits() throws {
    var random = CounterRandom(seed: 5)
    let effects = (0..<100).map { _ in random.normal() }
    let places = (0..<6000).map { _ in Int(random.uniform() * 100) }
    let sample = BoostingSample(
      columns: [places.map { Float($0) }],
      targets: places.map { Float(effects[$0] + 0.1 * random.normal()) },
      weights: places.map { _ in 1 })
    for (largest, least) in [(3, 1), (10, 1), (255, 2000)] {
      var options = Self.options(trees: 1, leaves: 2)
      options.growth.categories.largestSet = largest
      options.growth.categories.leastGroup = least
      let forest = try Self.train(sample, options)
      let left = try #require(forest.trees[0].subsets.first).leftCategories
      let events = places.count { left.contains(Float($0)) }
      #expect(min(left.count, 100 - left.count) <= largest)
      #expect(min(events, 6000 - events) >= least)
      #expect(forest.trees[0].statistics[0].gain > 0)
    }
  }

  /// Few categories: one against the rest, though two against two would be better.
  @Test func fewCategoriesAreSetApartOneByOne() throws {
    let places = (0..<800).map { $0 % 4 }
    let sample = BoostingSample(
      columns: [places.map { Float($0) }], targets: places.map { $0 < 2 ? 1 : 0 },
      weights: places.map { _ in 1 })
    var options = Self.options(trees: 1, leaves: 2)
    options.growth.categories.oneAgainstRest = 4
    let single = try Self.train(sample, options)
    let one = single.trees[0].subsets[0].leftCategories.count
    #expect(one == 1 || one == 3)
    options.growth.categories.oneAgainstRest = 3
    let pair = try Self.train(sample, options)
    #expect(pair.trees[0].subsets[0].leftCategories.count == 2)
  }

  /// Trees of more than 256 leaves are walked down, others ranked: both read the sides of subsets.
  @Test(arguments: [20, 400])
  func laidOutForestsEqualTheirTrees(leaves: Int) throws {
    var random = CounterRandom(seed: 9)
    let places = (0..<4000).map { _ in Int(random.uniform() * 200) }
    let other = (0..<4000).map { _ in Float(random.normal()) }
    let sample = BoostingSample(
      columns: [places.map { $0 % 13 == 0 ? .nan : Float($0) }, other],
      targets: places.map { Float(sin(Double($0) * 9) + random.normal()) },
      weights: places.map { _ in 1 })
    var options = Self.options(trees: 3, leaves: leaves)
    options.growth.categories.leastGroup = 2
    let forest = try Self.train(sample, options)
    #expect(forest.trees.contains { ($0.leafCount > 256) == (leaves > 256) })
    let unknown: [Float] = [.nan, 1e9, -1, 0.5, 250, .infinity, -.infinity]
    let columns = [sample.columns[0] + unknown, other + unknown.map { _ in 0.3 }]
    let scores = forest.scores(of: columns, threads: 2)
    for event in scores.indices {
      let sum = forest.trees.reduce(Float(0)) { sum, tree in sum + tree.value { columns[$0][event] } }
      #expect(scores[event] == Float(forest.base + Double(sum)))
    }
  }

  /// Categories that alternate along their numbers: few cuts on sets do what many on numbers cannot.
  @Test func setsBeatNumbersOfTheSameLeaves() throws {
    func events(_ seed: UInt64) -> BoostingSample {
      var random = CounterRandom(seed: seed)
      let places = (0..<4000).map { _ in Int(random.uniform() * 60) }
      return BoostingSample(
        columns: [places.map { Float($0) }],
        targets: places.map { random.uniform() < ($0 % 2 == 0 ? 0.8 : 0.2) ? 1 : 0 },
        weights: Array(repeating: 1, count: 4000))
    }
    let training = events(1), test = events(2)
    let areas = try [Set([0]), []].map { (categorical: Set<Int>) in
      var options = quickOptions(trees: 3, leaves: 4)
      options.categorical = categorical
      return areaUnderROC(
        try boost(training, options).forest.scores(of: test.columns, threads: 1), test.targets)
    }
    // The best there is: 0.8² + (1 − 0.8² − 0.2²) / 2 = 0.8.
    #expect(areas[0] > 0.78 && areas[1] < 0.7)
  }
}
