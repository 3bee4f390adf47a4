import Foundation
import Testing
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowTrees

@Suite struct VotingTests {
  static func options(
    _ scheme: VotingScheme, trees: Int = 10, leaves: Int = 8
  ) -> VotingOptions {
    var options = VotingOptions()
    options.scheme = scheme
    options.boosting = quickOptions(trees: trees, leaves: leaves)
    options.boosting.learningRate = 0.5
    return options
  }

  static func train(
    _ sample: BoostingSample, _ options: VotingOptions, seed: UInt64 = 100, threads: Int = 1
  ) throws -> (forest: Forest, record: TrainingRecord) {
    try TreeVoting(options).train(on: sample, in: RunContext(seed: seed, threads: threads))
  }

  /// Two stumps of AdaBoost on one variable, against the formulas carried out here in full.
  @Test(arguments: [VotingScheme.adaBoost, .realAdaBoost], [1.0, 0.3])
  func twoStepsEqualTheFormulas(scheme: VotingScheme, beta: Double) throws {
    let targets: [Float] = [1, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0]
    let x = targets.indices.map { Float($0) }
    let given = targets.indices.map { $0 % 3 == 0 ? 2.0 : 1.0 }
    var options = Self.options(scheme, trees: 2, leaves: 2)
    options.boosting.learningRate = beta
    options.boosting.growth.minNodeSize = 1
    options.leafVote = scheme == .adaBoost ? .yesNo : .purity
    let sample = BoostingSample(columns: [x], targets: targets, weights: given)
    let forest = try Self.train(sample, options).forest

    var weights = given, alphas: [Double] = [], votes: [[Double]] = []
    let signs = targets.map { $0 > 0.5 ? 1.0 : -1.0 }
    for _ in 0..<2 {
      let stump = Self.bestStump(signs, weights, scheme)
      let total = weights.reduce(0, +)
      let e = weights.indices.reduce(0) { $0 + weights[$1] * signs[$1] * stump[$1] } / total
      let err = (1 - e) / 2
      let alpha = scheme == .adaBoost
        ? beta * log((1 - err) / err) : beta * log((1 + e) / (1 - e))
      for event in weights.indices {
        let margin = signs[event] * stump[event]
        weights[event] *= scheme == .adaBoost ? (margin < 0 ? exp(alpha) : 1) : exp(-alpha * margin)
      }
      alphas.append(alpha)
      votes.append(stump)
    }
    let scores = forest.scores(of: [x], threads: 1)
    for event in targets.indices {
      let expected = (alphas[0] * votes[0][event] + alphas[1] * votes[1][event])
        / (alphas[0] + alphas[1])
      #expect(abs(Double(scores[event]) - expected) < 2e-3)
    }
  }

  /// The votes of the stump with the lowest Gini sum.
  private static func bestStump(
    _ signs: [Double], _ weights: [Double], _ scheme: VotingScheme
  ) -> [Double] {
    func purity(_ range: Range<Int>) -> (p: Double, impurity: Double) {
      let n = range.reduce(0) { $0 + weights[$1] }
      let s = range.reduce(0) { $0 + (signs[$1] > 0 ? weights[$1] : 0) }
      return (s / n, 2 * s * (n - s) / n)
    }
    let cut = (1..<signs.count).min { a, b in
      purity(0..<a).impurity + purity(a..<signs.count).impurity
        < purity(0..<b).impurity + purity(b..<signs.count).impurity
    } ?? 1
    let left = purity(0..<cut).p, right = purity(cut..<signs.count).p
    return signs.indices.map {
      let p = $0 < cut ? left : right
      return scheme == .adaBoost ? (p > 0.5 ? 1 : -1) : 2 * p - 1
    }
  }

  @Test(arguments: SeparationCriterion.allCases)
  func theFirstCutLowersTheImpurityMost(separation: SeparationCriterion) throws {
    var random = CounterRandom(seed: 3)
    let targets = (0..<300).map { Float($0 % 3 == 0 ? 1 : 0) }
    let columns = (0..<3).map { feature in
      targets.map { Float(random.normal()) + $0 * Float(feature) * 0.4 }
    }
    var options = Self.options(.average, trees: 1, leaves: 2)
    options.boosting.growth.separation = separation
    options.leafVote = .purity
    let forest = try Self.train(
      BoostingSample(columns: columns, targets: targets, weights: targets.map { _ in 1 }), options
    ).forest
    func impurity(_ feature: Int, _ threshold: Float) -> Double {
      [true, false].reduce(0) { sum, isLeft in
        let side = targets.indices.filter { (columns[feature][$0] <= threshold) == isLeft }
        if side.count < 20 { return .infinity }
        let s = Double(side.count { targets[$0] > 0.5 }), b = Double(side.count) - s
        return sum + separation.impurity(signal: s, background: b)
      }
    }
    let best = (0..<3).flatMap { feature in columns[feature].map { impurity(feature, $0) } }.min()
    guard case .cut(let feature, let threshold, _, _, _) = forest.trees[0].nodes[0] else {
      Issue.record("no cut")
      return
    }
    // 300 values in 255 bins: the very best cut may lie inside a bin.
    #expect(impurity(feature, threshold) <= (try #require(best)) * 1.01)
  }

  /// Hand-worked: S = 3, B = 1.
  @Test func impuritiesHaveTheirFormulas() {
    let expected: [(SeparationCriterion, Double)] = [
      (.gini, 1.5), (.crossEntropy, -4 * (0.75 * log(0.75) + 0.25 * log(0.25))),
      (.giniLaplace, 4 * 8.0 / 36), (.misclassification, 1), (.significance, 6),
    ]
    for (criterion, value) in expected {
      #expect(abs(criterion.impurity(signal: 3, background: 1) - value) < 1e-12)
      #expect(criterion.impurity(signal: -1, background: 0) == 0)
    }
  }

  @Test(arguments: [VotingScheme.adaBoost, .realAdaBoost, .average])
  func gaussiansNearTheOptimum(scheme: VotingScheme) throws {
    var options = Self.options(scheme, trees: 60)
    options.leafVote = scheme == .adaBoost ? .yesNo : .purity
    options.boosting.learningRate = 0.2
    options.boosting.growth.minNodeSize = 100
    options.boosting.sampling = .poisson
    let forest = try Self.train(gaussians(20_000), options).forest
    let test = gaussians(20_000, seed: 2)
    let scores = forest.scores(of: test.columns, threads: 1)
    #expect(scores.allSatisfy { abs($0) <= 1.0001 })
    let optimum = 0.5 * erfc(-1.5 / 2)
    #expect(areaUnderROC(scores, test.targets) > optimum - 0.012)
  }

  @Test func costsOfOneAreRealAdaBoost() throws {
    let events = gaussians(4000)
    var options = Self.options(.adaCost, trees: 20)
    options.leafVote = .purity
    let plain = try Self.train(events, options).forest
    options.scheme = .realAdaBoost
    #expect(try Self.train(events, options).forest == plain)
    options.scheme = .adaCost
    options.costs.backgroundAsSignal = 0.1
    #expect(try Self.train(events, options).forest != plain)
  }

  /// Two stumps against α = β ln((1 + e) / (1 − e)), e = Σ w c y v / Σ w, carried out here.
  @Test func costsEnterTheWeights() throws {
    let targets: [Float] = [1, 1, 0, 1, 0, 0, 1, 0]
    let x = targets.indices.map { Float($0) }
    var options = Self.options(.adaCost, trees: 2, leaves: 2)
    options.boosting.learningRate = 1
    options.boosting.growth.minNodeSize = 1
    options.leafVote = .purity
    options.costs.signalAsBackground = 0.8
    options.costs.backgroundAsSignal = 0.5
    let sample = BoostingSample(columns: [x], targets: targets, weights: x.map { _ in 1 })
    let forest = try Self.train(sample, options).forest
    let signs = targets.map { $0 > 0.5 ? 1.0 : -1.0 }
    func cost(_ y: Double, _ v: Double) -> Double {
      y > 0 ? (v > 0 ? 1 : 0.8) : (v > 0 ? 0.5 : 1)
    }
    var weights = x.map { _ in 1.0 }, alphas: [Double] = [], votes: [[Double]] = []
    for _ in 0..<2 {
      let stump = Self.bestStump(signs, weights, .realAdaBoost)
      let margins = zip(signs, stump).map { $0 * $1 * cost($0, $1) }
      let e = zip(weights, margins).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
      alphas.append(log((1 + e) / (1 - e)))
      weights = zip(weights, margins).map { $0 * exp(-alphas[alphas.count - 1] * $1) }
      votes.append(stump)
    }
    let scores = forest.scores(of: [x], threads: 1)
    for event in x.indices {
      let expected = (alphas[0] * votes[0][event] + alphas[1] * votes[1][event])
        / (alphas[0] + alphas[1])
      #expect(abs(Double(scores[event]) - expected) < 2e-3)
    }
  }

  @Test func equalBitsAtAnyThreadCount() throws {
    let events = gaussians(40_000, features: 5)
    var options = Self.options(.realAdaBoost, trees: 4)
    options.boosting.growth.featuresPerNode = 2
    options.boosting.growth.randomCuts = true
    options.boosting.sampling = .poisson
    let one = try Self.train(events, options), three = try Self.train(events, options, threads: 3)
    #expect(one.forest == three.forest && one.record == three.record)
    #expect(try Self.train(events, options, seed: 7).forest != one.forest)
  }

  @Test func randomCutsAreSpreadOverTheFilledBins() throws {
    var options = Self.options(.average, trees: 200, leaves: 2)
    options.boosting.growth.randomCuts = true
    let events = gaussians(2000, features: 1)
    let forest = try Self.train(events, options).forest
    let sorted = events.columns[0].sorted()
    let ranks = forest.trees.compactMap { tree -> Int? in
      guard case .cut(_, let threshold, _, _, _) = tree.nodes[0] else { return nil }
      return sorted.count { $0 <= threshold }
    }
    // Uniform over quantiles, less what the node size forbids.
    let mean = Double(ranks.reduce(0, +)) / Double(ranks.count)
    #expect(ranks.count > 180 && abs(mean - 1000) < 200)
    #expect(Set(ranks).count > 60)
  }

  @Test func nodesDrawTheirOwnFeatures() throws {
    var options = Self.options(.average, trees: 60, leaves: 2)
    options.boosting.growth.featuresPerNode = 1
    let forest = try Self.train(gaussians(1000, features: 3), options).forest
    let roots = forest.trees.compactMap { tree -> Int? in
      guard case .cut(let feature, _, _, _, _) = tree.nodes[0] else { return nil }
      return feature
    }
    #expect((0..<3).allSatisfy { feature in roots.count { $0 == feature } > 8 })
  }

  @Test(arguments: [0.5, 1.0])
  func poissonNumbersHaveTheirMeanAndVariance(mean: Double) {
    let draw = PoissonDraw(mean: mean, key: 99)
    let counts = (0..<100_000).map { Double(draw.count(row: $0)) }
    let average = counts.reduce(0, +) / 1e5
    let variance = counts.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 1e5
    #expect(abs(average - mean) < 0.01 && abs(variance - mean) < 0.02)
    #expect(abs(Double(counts.count { $0 == 0 }) / 1e5 - exp(-mean)) < 0.006)
  }

  @Test func aBootstrapLeavesOutWhatItDoesNotDraw() throws {
    var options = quickOptions(trees: 40)
    options.sampling = .poisson
    options.subsample = 0.5
    let events = gaussians(4000), test = gaussians(4000, seed: 2)
    let forest = try boost(events, options).forest
    #expect(forest == (try boost(events, options, threads: 2).forest))
    #expect(areaUnderROC(forest.scores(of: test.columns, threads: 1), test.targets) > 0.84)
  }

  @Test func aPerfectTreeEndsBoosting() throws {
    let x = (0..<200).map { Float($0) }
    let sample = BoostingSample(
      columns: [x], targets: x.map { $0 < 90 ? 1 : 0 }, weights: x.map { _ in 1 })
    let (forest, record) = try Self.train(sample, Self.options(.adaBoost))
    #expect(forest.trees.count == 1 && record.remarks.count == 1)
    #expect(forest.scores(of: [[3, 150]], threads: 1) == [1, -1])
  }
}

@Suite struct NegativeWeightsTests {
  /// Positive events at 0, 1, 10; a negative one of −1.5 at 0.2: it takes all of 0 and half of 1.
  static let sample = BoostingSample(
    columns: [[0, 1, 10, 0.2, 5]], targets: [1, 1, 1, 1, 0], weights: [1, 1, 1, -1.5, 1])

  @Test func pairsAreTheNearestOfTheClass() throws {
    let (sample, remark) = try Self.sample.applying(.pair, team: ThreadTeam(threads: 1))
    #expect(sample.weights == [0, 0.5, 1, 0, 1])
    #expect(remark?.contains("1 events") == true)
  }

  @Test func partnersAreThoseOfASearchThroughAll() throws {
    let events = gaussians(900, features: 1).reweighted { row, _ in row % 7 == 0 ? -0.7 : 1 }
    let found = try events.applying(.pair, team: ThreadTeam(threads: 2)).sample.weights
    var weights = events.weights
    let x = events.columns[0]
    for event in weights.indices where weights[event] < 0 {
      let partners = weights.indices
        .filter { events.weights[$0] > 0 && events.targets[$0] == events.targets[event] }
        .sorted { abs(x[$0] - x[event]) < abs(x[$1] - x[event]) }
      for partner in partners where weights[event] < 0 && weights[partner] > 0 {
        let rest = weights[event] + weights[partner]
        weights[event] = min(rest, 0)
        weights[partner] = max(rest, 0)
      }
    }
    #expect(zip(found, weights).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(found.allSatisfy { $0 >= 0 })
  }

  /// Where targets are values, they are one more variable, and all events are partners.
  @Test func valuesToRegressToArePaired() throws {
    let sample = BoostingSample(
      columns: [[0, 0.1, 5, 5.2, 0.05]], targets: [1, 3, 1.1, 3.3, 2.9], weights: [1, 1, 1, 1, -1])
    let (paired, _) = try sample.applying(
      .pair, targetsAreClasses: false, team: ThreadTeam(threads: 1))
    #expect(paired.weights == [1, 0, 1, 1, 0])
  }

  @Test func policiesDoWhatTheySay() throws {
    let team = ThreadTeam(threads: 1)
    #expect(try Self.sample.applying(.ignore, team: team).sample.weights == [1, 1, 1, 0, 1])
    for policy in [NegativeWeights.signed, .inverseBoost] {
      let (sample, remark) = try Self.sample.applying(policy, team: team)
      #expect(sample.weights == Self.sample.weights && remark != nil)
    }
    let clean = gaussians(10)
    #expect(try clean.applying(.ignore, team: team).remark == nil)
    let flat = BoostingSample(columns: [[1, 1, 1]], targets: [1, 1, 1], weights: [1, -1, 1])
    #expect(throws: WinnowError.self) { try flat.applying(.pair, team: team) }
  }

  /// Weights −1 at random on a tenth of the events: all policies find the Gaussians.
  @Test(arguments: NegativeWeights.allCases)
  func allPoliciesLearn(policy: NegativeWeights) throws {
    let events = gaussians(4000).reweighted { row, _ in row % 20 < 2 ? -1 : 1 }
    var options = VotingTests.options(.adaBoost, trees: 30)
    options.boosting.growth.minNodeSize = 100
    options.invertsForNegativeWeights = policy == .inverseBoost
    let team = ThreadTeam(threads: 1)
    let forest = try VotingTests.train(events.applying(policy, team: team).sample, options).forest
    let test = gaussians(4000, seed: 2)
    let scores = forest.scores(of: test.columns, threads: 1)
    #expect(scores.allSatisfy(\.isFinite) && areaUnderROC(scores, test.targets) > 0.82)
  }

  @Test func balancedClassesHaveOneSum() throws {
    let sample = try Self.sample.balanced()
    #expect(abs(sample.weights.prefix(4).reduce(0, +) - sample.weights[4]) < 1e-12)
    #expect(abs(sample.weights.reduce(0, +) - 2.5) < 1e-12)
    #expect(throws: WinnowError.self) { try Self.sample.reweighted { _, _ in -1 }.balanced() }
  }
}
