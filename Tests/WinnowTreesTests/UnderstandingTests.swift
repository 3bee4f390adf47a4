import Foundation
import Testing
import WinnowCore
import WinnowTrees

/// A forest of LightGBM with the Shapley values that LightGBM and shap give (Fixtures/contributions.py).
private struct ContributionsFixture: Decodable {
  struct Node: Decodable {
    var feature: Int?
    var threshold: Float?
    var missing_left: Bool?
    var left: Int?
    var right: Int?
    var gain: Float?
    var value: Float?
    var cover: Float

    var node: ForestTree.Node? {
      if let value { return .leaf(value: value) }
      guard let feature, let threshold, let missing_left, let left, let right else { return nil }
      return .cut(
        feature: feature, threshold: threshold, missingGoesLeft: missing_left, left: left,
        right: right)
    }
  }

  let trees: [[Node]]
  let events: [[Float?]]
  let background: [[Float?]]
  /// `[event][feature]`, the expected value last.
  let path_dependent: [[Double]]
  /// `[event][feature]`
  let interventional: [[Double]]

  static func read() throws -> ContributionsFixture {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/contributions.json")
    return try JSONDecoder().decode(ContributionsFixture.self, from: Data(contentsOf: file))
  }

  func forest(withStatistics: Bool = true) throws -> Forest {
    let trees = try trees.map { tree in
      ForestTree(
        try tree.map { try #require($0.node) },
        statistics: withStatistics
          ? tree.map { ForestTree.Statistics(events: $0.cover, gain: $0.gain ?? 0) } : [])
    }
    return Forest(features: 4, base: 0, trees: trees)
  }

  static func columns(_ rows: [[Float?]]) -> [[Float]] {
    (0..<4).map { feature in rows.map { $0[feature] ?? .nan } }
  }
}

@Suite struct ContributionsTests {
  @Test func pathDependentOnesEqualLightGBM() throws {
    let fixture = try ContributionsFixture.read()
    let found = try fixture.forest()
      .contributions(to: ContributionsFixture.columns(fixture.events), threads: 2)
    for (event, row) in fixture.path_dependent.enumerated() {
      #expect(abs(found.expected - row[4]) < 1e-6)
      for feature in 0..<4 { #expect(abs(found.values[feature][event] - row[feature]) < 1e-6) }
    }
  }

  @Test func interventionalOnesEqualShap() throws {
    let fixture = try ContributionsFixture.read()
    let found = try fixture.forest().contributions(
      to: ContributionsFixture.columns(fixture.events),
      background: ContributionsFixture.columns(fixture.background), threads: 2)
    for (event, row) in fixture.interventional.enumerated() {
      for feature in 0..<4 { #expect(abs(found.values[feature][event] - row[feature]) < 1e-6) }
    }
  }

  @Test func theyAddUpToTheScore() throws {
    let (forest, all) = try ForestTests.missing()
    let columns = all.map { Array($0[0..<40]) }, background = all.map { Array($0[100..<130]) }
    let scores = forest.scores(of: columns, threads: 1)
    for contributions in [
      try forest.contributions(to: columns, threads: 1),
      forest.contributions(to: columns, background: background, threads: 1),
    ] {
      for event in 0..<40 {
        let sum = contributions.values.reduce(contributions.expected) { $0 + $1[event] }
        #expect(abs(sum - Double(scores[event])) < 1e-5)
      }
    }
  }

  @Test func threadsChangeNoBits() throws {
    let (forest, all) = try ForestTests.missing()
    let columns = all.map { Array($0[0..<50]) }
    #expect(
      try forest.contributions(to: columns, threads: 1)
        == forest.contributions(to: columns, threads: 3))
  }

  /// Two players: the values of a table of all coalitions, by Shapley's formula.
  @Test func aTreeOfTwoCutsIsWorkedByHand() throws {
    let tree = ForestTree(
      [
        .cut(feature: 0, threshold: 0, missingGoesLeft: true, left: 1, right: 2),
        .leaf(value: 0),
        .cut(feature: 1, threshold: 0, missingGoesLeft: true, left: 3, right: 4),
        .leaf(value: 0), .leaf(value: 8),
      ],
      statistics: ([100, 50, 50, 25, 25] as [Float]).map {
        ForestTree.Statistics(events: $0, gain: 0)
      })
    let forest = Forest(features: 2, base: 1, trees: [tree])
    // v() = 2, v(0) = 4, v(1) = 4, v(01) = 8.
    #expect(
      try forest.contributions(to: [[1], [1]], threads: 1)
        == Contributions(expected: 3, values: [[3], [3]]))
    // Against the reference (−1, 1): feature 1 never matters.
    #expect(
      forest.contributions(to: [[1], [1]], background: [[-1], [1]], threads: 1)
        == Contributions(expected: 1, values: [[8], [0]]))
  }

  @Test func aForestWithoutStatisticsSaysSo() throws {
    let forest = try ContributionsFixture.read().forest(withStatistics: false)
    #expect(throws: WinnowError.self) {
      try forest.contributions(to: [[1], [1], [1], [1]], threads: 1)
    }
    #expect(throws: WinnowError.self) { try forest.importance(.gain) }
    #expect(try forest.importance(.count).reduce(0, +) == 1)
  }
}

@Suite struct SplitImportanceTests {
  /// Gains 3 and 4 on feature 0, 12 on feature 1.
  static var forest: Forest {
    let leaf = ForestTree.Node.leaf(value: 0)
    func cut(_ feature: Int, _ left: Int) -> ForestTree.Node {
      .cut(feature: feature, threshold: 0, missingGoesLeft: true, left: left, right: left + 1)
    }
    let gains: [Float] = [3, 4, 0, 0, 12, 0, 0]
    return Forest(
      features: 3, base: 0,
      trees: [
        ForestTree(
          [cut(0, 1), cut(0, 3), leaf, leaf, cut(1, 5), leaf, leaf],
          statistics: gains.map { ForestTree.Statistics(events: 1, gain: $0) })
      ])
  }

  @Test(arguments: [(SplitImportance.gain, 7, 12), (.count, 2, 1), (.tmva, 5, 12)])
  func eachDefinitionIsWorkedByHand(kind: SplitImportance, first: Double, second: Double) throws {
    let found = try Self.forest.importance(kind)
    let sum = first + second
    #expect(abs(found[0] - first / sum) < 1e-12 && abs(found[1] - second / sum) < 1e-12)
    #expect(found[2] == 0)
  }

  @Test func gainsOfATrainingAreKept() throws {
    let (forest, record) = try boost(gaussians(2000), quickOptions())
    for (one, other) in zip(try forest.importance(.gain), record.importance) {
      #expect(abs(one - other) < 1e-6)
    }
    #expect(forest.trees.allSatisfy { $0.statistics[0].events == 2000 })
    #expect(try Forest(from: forest.archive()) == forest)
  }

  @Test func spoiledStatisticsAreRefused() throws {
    let (forest, _) = try boost(gaussians(500), quickOptions(trees: 1))
    let whole = forest.archive()
    let count = forest.trees[0].nodes.count
    for name in ["nodes/events", "nodes/gain"] {
      for bad in [Tensor([Float](repeating: .nan, count: count)), Tensor([Float(1)])] {
        var archive = whole
        archive.store(name, bad)
        #expect(throws: WinnowError.self) { try Forest(from: archive) }
      }
    }
  }
}

@Suite struct PartialDependenceTests {
  @Test func itIsTheMeanScoreAtEachValue() throws {
    let (forest, columns) = try ForestTests.missing()
    let weights = (0..<3000).map { Double($0 % 3) - 0.5 }
    let found = forest.partialDependence(
      on: 0, grid: [-1, 2, .nan], columns: columns, weights: weights, threads: 2)
    for (value, mean) in zip([Float(-1), 2, .nan], found) {
      let expected = (0..<3000).reduce(0.0) { sum, event in
        let score = forest.trees.reduce(forest.base) { score, tree in
          score + Double(tree.value { $0 == 0 ? value : columns[$0][event] })
        }
        return sum + weights[event] * score
      }
      #expect(abs(mean - expected / weights.reduce(0, +)) < 1e-5)
    }
    #expect(found[1] > found[0])
  }
}

@Suite struct TreeDrawingTests {
  static let tree = ForestTree(
    [
      .cut(feature: 1, threshold: 1.25, missingGoesLeft: false, left: 1, right: 2),
      .cut(feature: 0, threshold: -3, missingGoesLeft: true, left: 3, right: 4),
      .leaf(value: 0.5), .leaf(value: -0.25), .leaf(value: 0),
    ],
    statistics: zip([90, 60, 30, 20, 40] as [Float], [7.5, 2, 0, 0, 0] as [Float]).map {
      ForestTree.Statistics(events: $0, gain: $1)
    })

  @Test func theTextShowsEveryNode() {
    let text = TreeDrawing(Self.tree, names: ["a<b", "met"]).text()
    #expect(
      text == """
        met ≤ 1.25? (gain 7.5, 90 events)
        ├─ yes: a<b ≤ −3? (gain 2, 60 events)
        │  ├─ yes, missing: −0.25 (20 events)
        │  └─ no: 0 (40 events)
        └─ no, missing: 0.5 (30 events)

        """)
  }

  @Test func withoutStatisticsThereIsNothingInBrackets() {
    let bare = TreeDrawing(ForestTree(Self.tree.nodes), names: ["a", "met"]).text()
    #expect(bare.hasPrefix("met ≤ 1.25?\n├─ yes: a ≤ −3?\n"))
    #expect(TreeDrawing(ForestTree([.leaf(value: 2)]), names: []).text() == "2\n")
  }

  /// Well formed, one box for each node, one line for each branch, names escaped.
  @Test func theSVGHasEveryNode() throws {
    let svg = TreeDrawing(Self.tree, names: ["a<b", "met"]).svg()
    #expect(svg.components(separatedBy: "<rect ").count - 1 == 5)
    #expect(svg.components(separatedBy: "<line ").count - 1 == 4)
    #expect(svg.contains("a&lt;b ≤ −3?") && !svg.contains("a<b"))
    #expect(svg.contains("viewBox=\"0 0 450.0 270.0\""))
    #expect(svg.hasSuffix("</svg>\n"))
  }
}
