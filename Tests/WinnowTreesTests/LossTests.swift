import Foundation
import Testing
import WinnowCore
import WinnowMath
import WinnowTrees

@Suite struct LossTests {
  static let targets: [Float] = [0, 1, 3, 1, 0, 2, 5, 1, 0, 1, 1, 0, 4, 2, 1, 0]
  static let weights: [Float] = [1, 2, 0.5, -1, 1, 3, 1, 1, 0, 1, -0.5, 1, 2, 1, 1, 4]
  static let scores: [Float] = [
    0.3, -0.7, 1.2, 0.1, -2, 0.4, 1.9, 2.2, 0, -1.4, 0.9, 0.6, 1.1, -0.2, 0.05, -0.9,
  ]

  /// The gamma loss takes no zeros, and two classes are 0 and 1.
  static func targets(for loss: any Loss, _ binary: Bool) -> [Float] {
    if loss is GammaLoss { return targets.map { $0 + 0.5 } }
    return binary ? targets.map { min($0, 1) } : targets
  }

  static func evaluate(
    _ loss: any Loss, _ scores: [Float], _ targets: [Float]
  ) -> (loss: Double, gradients: [Float], hessians: [Float]) {
    var gradients = [Float](repeating: 0, count: 16), hessians = gradients
    var g = gradients.mutableSpan, h = hessians.mutableSpan
    let value = loss.derivatives(
      scores: scores.span, targets: targets.span, weights: weights.span, gradients: &g,
      hessians: &h)
    return (value, gradients, hessians)
  }

  static let losses: [(any Loss, binary: Bool, exactHessian: Bool)] = [
    (LogisticLoss(), true, true), (SquaredLoss(), false, true), (PoissonLoss(), false, true),
    (HuberLoss(width: 1.3), false, false), (ExponentialLoss(), true, true),
    (GammaLoss(), false, true), (TweedieLoss(power: 1.4), false, true),
    (AbsoluteLoss(), false, false), (QuantileLoss(level: 0.8), false, false),
    (squaredByHand, false, true),
  ]

  static let squaredByHand = CustomLoss(
    name: "by hand", start: { targets, weights in
      zip(targets, weights).reduce(0) { $0 + Double($1.0 * $1.1) }
        / weights.reduce(0) { $0 + Double($1) }
    },
    terms: { y, f in (0.5 * (f - y) * (f - y), f - y, 1) })

  @Test(arguments: 0..<10)
  func derivativesEqualFiniteDifferences(index: Int) {
    let (loss, binary, exactHessian) = Self.losses[index]
    let targets = Self.targets(for: loss, binary)
    let here = Self.evaluate(loss, Self.scores, targets)
    let step: Float = 1 / 64
    for row in 0..<16 {
      var up = Self.scores, down = Self.scores
      up[row] += step
      down[row] -= step
      let above = Self.evaluate(loss, up, targets), below = Self.evaluate(loss, down, targets)
      let gradient = (above.loss - below.loss) / Double(2 * step)
      #expect(abs(Double(here.gradients[row]) - gradient) < 2e-3)
      let hessian = (above.gradients[row] - below.gradients[row]) / (2 * step)
      let sign: Float = Self.weights[row] < 0 ? -1 : 1
      if exactHessian {
        #expect(abs(here.hessians[row] - hessian) < 2e-3 * max(1, abs(hessian)))
      } else {
        #expect(sign * hessian <= sign * here.hessians[row] + 2e-4)
      }
    }
  }

  @Test(arguments: 0..<10)
  func theStartIsWhereTheGradientVanishes(index: Int) throws {
    let (loss, binary, exactHessian) = Self.losses[index]
    if !exactHessian { return }
    let targets = Self.targets(for: loss, binary)
    let start = try loss.start(targets: targets.span, weights: Self.weights.span)
    let there = Self.evaluate(loss, Array(repeating: Float(start), count: 16), targets)
    #expect(abs(there.gradients.reduce(0, +)) < 1e-4)
  }

  @Test func responsesAreInTheUnitsOfTheTarget() {
    func respond(_ loss: any Loss) -> [Float] {
      var scores: [Float] = [0, 1, -1]
      var span = scores.mutableSpan
      loss.respond(&span)
      return scores
    }
    #expect(respond(SquaredLoss()) == [0, 1, -1])
    #expect(respond(HuberLoss(width: 1)) == [0, 1, -1])
    let logistic = respond(LogisticLoss()), poisson = respond(PoissonLoss())
    #expect(logistic[0] == 0.5 && abs(logistic[1] + logistic[2] - 1) < 1e-6)
    #expect(poisson[0] == 1 && abs(poisson[1] * poisson[2] - 1) < 1e-6)
  }

  @Test func impossibleTargetsAreErrors() {
    let ones: [Float] = [1, 1], minus: [Float] = [-1, 2], zeros: [Float] = [0, 0]
    #expect(throws: WinnowError.self) {
      try LogisticLoss().start(targets: ones.span, weights: ones.span)
    }
    #expect(throws: WinnowError.self) {
      try PoissonLoss().start(targets: minus.span, weights: ones.span)
    }
    #expect(throws: WinnowError.self) {
      try PoissonLoss().start(targets: zeros.span, weights: ones.span)
    }
    #expect(throws: WinnowError.self) {
      try GammaLoss().start(targets: zeros.span, weights: ones.span)
    }
    #expect(throws: WinnowError.self) {
      try TweedieLoss(power: 1.5).start(targets: minus.span, weights: ones.span)
    }
    #expect(throws: WinnowError.self) {
      try TweedieLoss(power: 1.5).start(targets: zeros.span, weights: ones.span)
    }
    #expect(throws: WinnowError.self) {
      try SquaredLoss().start(targets: ones.span, weights: zeros.span)
    }
  }

  @Test func aLossByHandIsTheLossItself() throws {
    let events = gaussians(3000)
    let context = RunContext()
    let own = try GradientBoosting(loss: Self.squaredByHand, options: quickOptions())
      .train(on: events, in: context)
    let built = try GradientBoosting(loss: SquaredLoss(), options: quickOptions())
      .train(on: events, in: context)
    #expect(own.record.lossName == "by hand")
    let found = own.forest.scores(of: events.columns, threads: 1)
    let expected = built.forest.scores(of: events.columns, threads: 1)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// Uniform targets in [0, g + 1) by group g: each leaf finds its quantile.
  @Test(arguments: [0.1, 0.5, 0.9])
  func quantilesAreFoundByGroup(level: Double) throws {
    var random = CounterRandom(seed: 5)
    let group = (0..<9000).map { Float($0 % 3) }
    let targets = group.map { Float(random.uniform()) * ($0 + 1) }
    let sample = BoostingSample(columns: [group], targets: targets, weights: group.map { _ in 1 })
    let forest = try GradientBoosting(loss: QuantileLoss(level: level), options: quickOptions(trees: 80))
      .train(on: sample, in: RunContext()).forest
    let scores = forest.scores(of: [[0, 1, 2]], threads: 1)
    for (g, score) in scores.enumerated() {
      let mine = targets.indices.filter { group[$0] == Float(g) }.map { targets[$0] }.sorted()
      #expect(abs(score - mine[Int(level * 3000)]) < 0.01 * Float(g + 1))
    }
  }

  /// Negative weights that undo a far group leave the median of the rest.
  @Test func theMedianHeedsNegativeWeights() throws {
    let targets = (0..<300).map { Float($0 % 100) } + Array(repeating: 1000, count: 400)
    let weights = Array(repeating: 1.0, count: 300) + (0..<400).map { $0 % 2 == 0 ? 1.0 : -1 }
    let sample = BoostingSample(
      columns: [targets.map { _ in 0 }], targets: targets, weights: weights)
    let forest = try GradientBoosting(loss: AbsoluteLoss(), options: quickOptions(trees: 1))
      .train(on: sample, in: RunContext()).forest
    #expect(abs(forest.scores(of: [[0]], threads: 1)[0] - 49.5) <= 0.5)
  }

  /// Three groups of events with exponential targets of means 1, 3 and 9: each leaf finds its mean.
  @Test func lossesOfPositiveTargetsFindTheMeans() throws {
    var random = CounterRandom(seed: 8)
    let group = (0..<6000).map { Float($0 % 3) }
    let targets = group.map { Float(-log(random.positiveUniform())) * pow(3, $0) + 1e-6 }
    let sample = BoostingSample(columns: [group], targets: targets, weights: group.map { _ in 1 })
    let means = (0..<3).map { index in
      group.indices.reduce(0) { $0 + (group[$1] == Float(index) ? targets[$1] : 0) } / 2000
    }
    func check(_ loss: some Loss) throws {
      let forest = try GradientBoosting(loss: loss, options: quickOptions(trees: 150))
        .train(on: sample, in: RunContext()).forest
      var scores = forest.scores(of: [[0, 1, 2]], threads: 1)
      var span = scores.mutableSpan
      loss.respond(&span)
      #expect(zip(scores, means).allSatisfy { abs($0 / $1 - 1) < 0.01 }, "\(scores)")
    }
    try check(GammaLoss())
    try check(TweedieLoss(power: 1.5))
    try check(PoissonLoss())
  }

  @Test func theExponentialLossLearnsGaussians() throws {
    let forest = try GradientBoosting(loss: ExponentialLoss(), options: quickOptions(trees: 40))
      .train(on: gaussians(8000), in: RunContext()).forest
    let test = gaussians(8000, seed: 2)
    #expect(areaUnderROC(forest.scores(of: test.columns, threads: 1), test.targets) > 0.845)
  }
}
