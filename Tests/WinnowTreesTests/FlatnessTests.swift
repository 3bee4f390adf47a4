import Foundation
import Testing
import WinnowCore
import WinnowMath
import WinnowTrees

@Suite struct FlatnessTests {
  /// A peak in the mass (the spectator, 0 … 1) over a flat background; the first variable tells the
  /// classes apart, the second is the mass with noise: cutting on it sculpts the background.
  static func sculpted(_ count: Int, seed: UInt64) -> BoostingSample {
    var random = CounterRandom(seed: seed)
    let targets = (0..<count).map { Float($0 % 2) }
    let mass = targets.map { $0 > 0.5 ? Float(0.5 + 0.1 * random.normal()) : Float(random.uniform()) }
    let x = targets.map { Float(random.normal() + 1.2 * Double($0)) }
    let y = mass.map { $0 + Float(0.05 * random.normal()) }
    return BoostingSample(
      columns: [x, y], targets: targets, weights: targets.map { _ in 1 }, spectators: [mass])
  }

  /// The mean over ten bins of the mass of ∫ (F_b − F)² dF for the background: 0 is flat.
  static func sculpting(_ scores: [Float], _ sample: BoostingSample) -> Double {
    let background = sample.targets.indices.filter { sample.targets[$0] < 0.5 }
    let order = background.sorted { scores[$0] < scores[$1] }
    let bins = Dictionary(grouping: order) { min(9, max(0, Int(sample.spectators[0][$0] * 10))) }
    let sums = bins.values.map { members in
      var below = 0.0, sum = 0.0
      let inside = Set(members)
      for (rank, row) in order.enumerated() {
        if inside.contains(row) { below += 1 }
        let d = below / Double(members.count) - Double(rank + 1) / Double(order.count)
        sum += d * d
      }
      return sum / Double(order.count)
    }
    return sums.reduce(0, +) / Double(sums.count)
  }

  static func options(trees: Int = 60) -> BoostingOptions {
    var options = quickOptions(trees: trees)
    options.growth.minNodeSize = 50
    return options
  }

  /// hep_ml 0.8's UGradientBoostingClassifier (60 trees of depth 3, learning rate 0.1, strength 3, power 2,
  /// on 8000 + 8000 such events) goes from an area of 0.903 and a sculpting of 0.0811 with AdaLossFunction to
  /// 0.874 and 0.0113 with BinFlatnessLossFunction, 0.874 and 0.0105 with KnnFlatnessLossFunction; here from
  /// 0.902 and 0.0801 to 0.852 and 0.0064 with bins, 0.849 and 0.0057 with neighbours: at the same strength
  /// flatter, and for more of the area, since the log loss pulls less than hep_ml's exponential one.
  @Test(arguments: FlatnessForm.allCases)
  func flatnessIsBoughtWithLittleArea(form: FlatnessForm) throws {
    let training = Self.sculpted(8000, seed: 1), test = Self.sculpted(8000, seed: 2)
    var flatness = FlatnessOptions()
    flatness.form = form
    let train = { (flatness: FlatnessOptions?) in
      let forest = try GradientBoosting(
        loss: LogisticLoss(), options: Self.options(), flatness: flatness
      ).train(on: training, validation: test, in: RunContext(threads: 2)).forest
      return forest.scores(of: test.columns, threads: 2)
    }
    let plain = try train(nil), flat = try train(flatness)
    let before = Self.sculpting(plain, test), after = Self.sculpting(flat, test)
    let area = areaUnderROC(flat, test.targets)
    #expect(after < 0.013 && before > 0.07, "\(before) → \(after)")
    #expect(area > 0.84, "\(areaUnderROC(plain, test.targets)) → \(area)")
  }

  /// The derivative followed is that of Σ_b W_b ∫ (F_b − F)² ds, here by moving one score at a time.
  @Test func oneStepFollowsTheDerivative() throws {
    let scores = (0..<8).map { Double($0 * $0) / 20 }
    let mass: [Float] = [0, 0, 1, 0, 1, 1, 0, 1]
    func penalty(_ s: [Double]) -> Double {
      let points = s.sorted()
      return [Float(0), 1].reduce(0) { sum, bin in
        let mine = s.indices.filter { mass[$0] == bin }
        return sum + zip(points, points.dropFirst()).reduce(0) { sum, step in
          let middle = (step.0 + step.1) / 2
          let local = Double(mine.count { s[$0] <= middle }) / Double(mine.count)
          let d = local - Double(s.count { $0 <= middle }) / 8
          return sum + Double(mine.count) * d * d * (step.1 - step.0)
        }
      }
    }
    let x = (0..<8).map { Float($0) }
    // An earlier tree gives the scores; one of a loss without derivatives follows the flatness alone.
    var nodes: [ForestTree.Node] = []
    for event in 0..<7 {
      nodes.append(
        .cut(
          feature: 0, threshold: x[event] + 0.5, missingGoesLeft: false, left: 2 * event + 1,
          right: 2 * event + 2))
      nodes.append(.leaf(value: Float(scores[event])))
    }
    nodes.append(.leaf(value: Float(scores[7])))
    let earlier = Forest(features: 1, base: 0, trees: [ForestTree(nodes)])
    var options = quickOptions(trees: 2, leaves: 8)
    options.learningRate = 1
    options.growth.minNodeSize = 1
    var flatness = FlatnessOptions()
    flatness.bins = 2
    flatness.targets = [1]
    let sample = BoostingSample(
      columns: [x], targets: x.map { _ in 1 }, weights: x.map { _ in 1 }, spectators: [mass])
    let forest = try GradientBoosting(
      loss: CustomLoss(name: "none") { _, _ in (0, 0, 0) }, options: options, flatness: flatness
    ).train(on: sample, continuing: earlier, in: RunContext()).forest
    // −G / H with H = p w / 4 = w / 2.
    let steps = forest.trees[1]
    for event in 0..<8 {
      var up = scores, down = scores
      up[event] += 1e-4
      down[event] -= 1e-4
      let slope = (penalty(up) - penalty(down)) / 2e-4
      // At the ends the range of s grows and shrinks with the score.
      if event == 0 || event == 7 { continue }
      #expect(abs(Double(steps.value { _ in x[event] }) + 2 * slope) < 1e-3)
    }
  }

  @Test func equalBitsAtAnyThreadCount() throws {
    let events = Self.sculpted(20_000, seed: 3), held = Self.sculpted(2000, seed: 4)
    for form in FlatnessForm.allCases {
      var flatness = FlatnessOptions()
      flatness.form = form
      let train = { threads in
        try GradientBoosting(loss: LogisticLoss(), options: Self.options(trees: 3), flatness: flatness)
          .train(on: events, validation: held, in: RunContext(threads: threads))
      }
      let one = try train(1), three = try train(3)
      #expect(one.forest == three.forest && one.record == three.record)
      #expect(one.record.lossName == "log loss and flatness")
    }
  }

  @Test func noStrengthIsPlainBoosting() throws {
    let events = Self.sculpted(3000, seed: 1)
    var flatness = FlatnessOptions()
    flatness.strength = 0
    let flat = try GradientBoosting(loss: LogisticLoss(), options: quickOptions(), flatness: flatness)
      .train(on: events, in: RunContext()).forest
    #expect(flat == (try boost(events, quickOptions()).forest))
  }

  /// Missing spectators take no part; where all are missing there is nothing to be flat in.
  @Test func missingSpectators() throws {
    let events = Self.sculpted(2000, seed: 1)
    func with(_ mass: (Int, Float) -> Float) -> BoostingSample {
      BoostingSample(
        columns: events.columns, targets: events.targets, weights: events.weights,
        spectators: [events.spectators[0].enumerated().map { mass($0.offset, $0.element) }])
    }
    let boosting = GradientBoosting(
      loss: LogisticLoss(), options: quickOptions(trees: 3), flatness: FlatnessOptions())
    let record = try boosting.train(on: with { $0 % 3 == 0 ? .nan : $1 }, in: RunContext()).record
    #expect(record.history.allSatisfy { $0.trainingLoss.isFinite })
    #expect(throws: WinnowError.self) {
      try boosting.train(on: with { _, _ in .nan }, in: RunContext())
    }
  }

  @Test func negativeWeightsAreBorne() throws {
    let events = Self.sculpted(6000, seed: 1), test = Self.sculpted(6000, seed: 2)
    let spoiled = BoostingSample(
      columns: events.columns, targets: events.targets,
      weights: (0..<6000).map { $0 % 20 < 2 ? -1 : 1 }, spectators: events.spectators)
    let train = { (flatness: FlatnessOptions?) in
      try GradientBoosting(loss: LogisticLoss(), options: Self.options(), flatness: flatness)
        .train(on: spoiled, in: RunContext()).forest.scores(of: test.columns, threads: 1)
    }
    let flat = try train(FlatnessOptions())
    #expect(Self.sculpting(flat, test) < Self.sculpting(try train(nil), test) / 4)
    #expect(areaUnderROC(flat, test.targets) > 0.84)
  }
}
