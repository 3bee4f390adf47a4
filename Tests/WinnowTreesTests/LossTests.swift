import Testing
import WinnowCore
import WinnowTrees

@Suite struct LossTests {
  static let targets: [Float] = [0, 1, 3, 1, 0, 2, 5, 1, 0, 1, 1, 0, 4, 2, 1, 0]
  static let weights: [Float] = [1, 2, 0.5, -1, 1, 3, 1, 1, 0, 1, -0.5, 1, 2, 1, 1, 4]
  static let scores: [Float] = [
    0.3, -0.7, 1.2, 0.1, -2, 0.4, 1.9, 2.2, 0, -1.4, 0.9, 0.6, 1.1, -0.2, 0.05, -0.9,
  ]

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
    (HuberLoss(width: 1.3), false, false),
  ]

  @Test(arguments: 0..<4)
  func derivativesEqualFiniteDifferences(index: Int) {
    let (loss, binary, exactHessian) = Self.losses[index]
    let targets = binary ? Self.targets.map { min($0, 1) } : Self.targets
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
        #expect(sign * hessian <= sign * here.hessians[row] + 1e-4)
      }
    }
  }

  @Test(arguments: 0..<4)
  func theStartIsWhereTheGradientVanishes(index: Int) throws {
    let (loss, binary, exactHessian) = Self.losses[index]
    if !exactHessian { return }
    let targets = binary ? Self.targets.map { min($0, 1) } : Self.targets
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
      try SquaredLoss().start(targets: ones.span, weights: zeros.span)
    }
  }
}
