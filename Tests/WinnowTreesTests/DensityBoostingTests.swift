import Foundation
import Testing
import WinnowCore
import WinnowDensities
import WinnowKernels
import WinnowMath
import WinnowSplines
import WinnowTrees

/// Density boosting on events whose density is known.
struct DensityBoostingTests {
  /// y is Gaussian around 2 x₀ with the width 0.2 + 0.6 x₁; x₂ says nothing; all x flat in 0 … 1.
  static func toy(_ count: Int, seed: UInt64) -> BoostingSample {
    var random = CounterRandom(seed: seed, stream: 31)
    var columns = [[Float]](repeating: [], count: 3), targets: [Float] = []
    for _ in 0..<count {
      let x = (0..<3).map { _ in random.uniform() }
      for j in 0..<3 { columns[j].append(Float(x[j])) }
      targets.append(Float(2 * x[0] + (0.2 + 0.6 * x[1]) * random.normal()))
    }
    return BoostingSample(
      columns: columns, targets: targets, weights: [Double](repeating: 1, count: count))
  }

  private static let train = toy(8000, seed: 1)
  private static let held = toy(2000, seed: 2)
  private static let test = toy(8000, seed: 3)

  private static func options(_ change: (inout DensityOptions) -> Void = { _ in }) -> DensityOptions {
    var options = DensityOptions()
    options.start = .constant
    options.boosting.trees = 80
    options.boosting.learningRate = 0.15
    options.boosting.earlyStopping = 10
    options.boosting.growth.maxLeaves = 8
    options.boosting.growth.minNodeSize = 50
    options.boosting.growth.minGain = 2
    options.boosting.growth.l2 = 1
    change(&options)
    return options
  }

  /// ⟨−ln p⟩ of a model, from its forests by way of the parameters.
  private static func loss(_ model: DensityForests, of events: BoostingSample) -> Double {
    let links = ParameterLinks(model.family)
    let scores = model.scores(of: events.columns, threads: 1)
    let sum = events.targets.indices.reduce(0.0) { sum, event in
      var free = ParameterValues()
      for k in scores.indices { free[k] = Double(scores[k][event]) }
      let theta = model.family.scaled(links.values(free), by: model.unit)
      return sum - model.family.logDensity(Double(events.targets[event]), at: theta)
    }
    return sum / Double(events.count)
  }

  private static let best = {
    let family = GaussianDensity()
    return test.targets.indices.reduce(0.0) { sum, event in
      let theta: ParameterValues = [
        2 * Double(test.columns[0][event]), 0.2 + 0.6 * Double(test.columns[1][event]), 0, 0, 0, 0, 0, 0,
      ]
      return sum - family.logDensity(Double(test.targets[event]), at: theta)
    } / Double(test.count)
  }()

  @Test(arguments: [DensityStep.joint, .cyclic], [DensityCurvature.fisher, .observed])
  func comesNearTheTruth(_ step: DensityStep, _ curvature: DensityCurvature) throws {
    let options = Self.options {
      $0.step = step
      $0.curvature = curvature
    }
    let (model, record) = try DensityBoosting(family: GaussianDensity(), options: options)
      .train(on: Self.train, validation: Self.held, in: RunContext(seed: 5, threads: 2))
    let excess = Self.loss(model, of: Self.test) - Self.best
    #expect(excess < 0.02, "\(excess)")
    #expect(record.importance[2] < 0.1 && record.bestStep != nil)
    // The history tells −ln p in the unit of the target; a constant fitted afterwards lowers it.
    let best = record.bestStep.map { record.history[$0 - 1].validationLoss ?? 0 } ?? 0
    let gain = best - Self.loss(model, of: Self.held)
    #expect(gain > -1e-4 && gain < 0.01, "\(gain)")
  }

  @Test(arguments: ["bifurcated", "student", "crystal_ball", "dscb"])
  func otherFamiliesDescribeAGaussianAlmostAsWell(_ name: String) throws {
    let (model, _) = try DensityBoosting(
      family: DensityCatalog.family(named: name), options: Self.options()
    ).train(on: Self.train, validation: Self.held, in: RunContext(seed: 5, threads: 2))
    let excess = Self.loss(model, of: Self.test) - Self.best
    #expect(excess < 0.03, "\(excess)")
  }

  /// Splines learn what is smooth with a tenth of the loss that trees alone leave.
  @Test(arguments: ["gaussian", "student", "dscb"])
  func startsFromSmoothFunctions(_ name: String) throws {
    let options = Self.options { $0.start = .smooth }
    let (model, record) = try DensityBoosting(
      family: DensityCatalog.family(named: name), options: options
    ).train(on: Self.train, validation: Self.held, in: RunContext(seed: 5, threads: 2))
    let excess = Self.loss(model, of: Self.test) - Self.best
    #expect(excess < 0.004, "\(excess)")
    #expect(model.splines[0].terms.contains { $0.inputs == [0] })
    #expect(model.splines[1].terms.contains { $0.inputs == [1] })
    #expect(
      record.importance[2] < 0.05 && record.importance[0] > record.importance[1], "\(record.importance), \(record.bestStep ?? 0)")
  }

  /// Validation events of another density: the splines are not believed, and the record says so.
  @Test func splinesMustHoldForValidationEvents() throws {
    let options = Self.options {
      $0.start = .smooth
      $0.boosting.trees = 3
    }
    let boosting = DensityBoosting(family: GaussianDensity(), options: options)
    let other = BoostingSample(
      columns: Self.held.columns, targets: Self.held.targets.map { $0 + 2 }, weights: Self.held.weights)
    let doubted = try boosting.train(on: Self.train, validation: other, in: RunContext())
    #expect(doubted.model.splines.allSatisfy { $0.terms.isEmpty })
    #expect(doubted.record.remarks.contains { $0.contains("splines as a start") })
    let believed = try boosting.train(on: Self.train, validation: Self.held, in: RunContext())
    #expect(believed.record.remarks.isEmpty && !believed.model.splines[0].terms.isEmpty)
  }

  /// A quarter of the values of x₀ are missing: splines leave those events to the trees.
  @Test func treesLearnWhatSplinesMiss() throws {
    func missing(_ events: BoostingSample) -> BoostingSample {
      var columns = events.columns
      for row in stride(from: 0, to: events.count, by: 4) { columns[0][row] = .nan }
      let targets = events.targets.enumerated().map { $0 % 4 == 0 ? $1 + 3 : $1 }
      return BoostingSample(columns: columns, targets: targets, weights: events.weights)
    }
    let options = Self.options { $0.start = .smooth }
    let (model, _) = try DensityBoosting(family: GaussianDensity(), options: options)
      .train(on: missing(Self.train), validation: missing(Self.held), in: RunContext(threads: 2))
    let test = missing(Self.test), scores = model.scores(of: test.columns, threads: 2)
    let rows = stride(from: 0, to: test.count, by: 4)
    let shift = rows.reduce(0.0) { sum, row in
      let theta = model.family.scaled(
        ParameterLinks(model.family).values([Double(scores[0][row]), 0, 0, 0, 0, 0, 0, 0]), by: model.unit)
      return sum + theta[0] - 4
    } / Double(test.count / 4)
    #expect(abs(shift) < 0.1, "\(shift)")
  }

  @Test(arguments: [DensityStep.joint, .cyclic], [DensityStart.smooth, .constant])
  func givesTheSameBitsAtAnyThreadCount(_ step: DensityStep, _ start: DensityStart) throws {
    let options = Self.options {
      $0.start = start
      $0.step = step
      $0.boosting.trees = 6
      $0.boosting.subsample = 0.7
    }
    let boosting = DensityBoosting(family: DoubleCrystalBallDensity(), options: options)
    let one = try boosting.train(on: Self.train, validation: Self.held, in: RunContext(threads: 1))
    let three = try boosting.train(on: Self.train, validation: Self.held, in: RunContext(threads: 3))
    #expect(one.model == three.model && one.record == three.record)
  }

  /// Inputs that say nothing: no split reaches five standard deviations, and training ends at the global
  /// fit.
  @Test func stopsWhereNoSplitIsSignificant() throws {
    let noise = BoostingSample(
      columns: [Self.train.columns[2]], targets: Self.train.targets, weights: Self.train.weights)
    let options = Self.options { $0.boosting.growth.minGain = 12.5 }
    let (model, record) = try DensityBoosting(family: GaussianDensity(), options: options)
      .train(on: noise, in: RunContext())
    #expect(record.history.count == 3)
    let fit = try DensityFit(GaussianDensity(), to: noise.targets, weights: noise.weights)
    let scores = model.scores(of: [noise.columns[0]], threads: 1)
    for k in 0..<2 {
      #expect(scores[k].allSatisfy { abs(Double($0) - fit.free[k]) < 1e-3 })
    }
  }

  /// One joint step with a learning rate of 1 from the global fit, in leaves of one cut variable, is the
  /// Newton step of a fit to the events of each leaf where both trees have the same leaves: after a few
  /// rounds each leaf has its own maximum-likelihood parameters.
  @Test func leavesReachTheirOwnFits() throws {
    let side = Self.train.columns[0].map { Float($0 < 0.5 ? 0 : 1) }
    var random = CounterRandom(seed: 8)
    let targets = side.map { Float(Double($0) * 3 + (0.5 + Double($0)) * random.normal()) }
    let events = BoostingSample(columns: [side], targets: targets, weights: Self.train.weights)
    let options = Self.options {
      $0.boosting.trees = 40
      $0.boosting.learningRate = 1
      $0.boosting.growth.minGain = 0
      $0.boosting.growth.l2 = 1e-6
    }
    let (model, _) = try DensityBoosting(family: GaussianDensity(), options: options)
      .train(on: events, in: RunContext())
    let links = ParameterLinks(model.family)
    let scores = model.scores(of: [[0, 1]], threads: 1)
    for leaf in 0...1 {
      let rows = side.indices.filter { side[$0] == Float(leaf) }
      let own = try DensityFit(
        GaussianDensity(), to: rows.map { targets[$0] }, weights: rows.map { _ in 1 })
      let theta = model.family.scaled(
        links.values([Double(scores[0][leaf]), Double(scores[1][leaf]), 0, 0, 0, 0, 0, 0]), by: model.unit)
      #expect(abs(theta[0] - own.theta[0]) < 1e-3 && abs(theta[1] - own.theta[1]) < 1e-3)
    }
  }

  /// Trees of few events and many rounds learn the noise: widths are too narrow for other events.
  @Test func validationEventsMendWidthsThatAreTooNarrow() throws {
    let options = Self.options {
      $0.boosting.earlyStopping = 0
      $0.boosting.learningRate = 0.3
      $0.boosting.growth.maxLeaves = 64
      $0.boosting.growth.minNodeSize = 10
      $0.boosting.growth.minGain = 0
    }
    let boosting = DensityBoosting(family: GaussianDensity(), options: options)
    let alone = try boosting.train(on: Self.train, in: RunContext()).model
    let mended = try boosting.train(on: Self.train, validation: Self.held, in: RunContext()).model
    #expect(mended.forests.map(\.trees) == alone.forests.map(\.trees))
    #expect(Self.meanSquaredPull(alone) > 1.2)
    #expect(abs(Self.meanSquaredPull(mended) - 1) < 0.15, "\(Self.meanSquaredPull(mended))")
    #expect(Self.loss(mended, of: Self.test) < Self.loss(alone, of: Self.test) - 0.01)
  }

  /// ⟨((y − μ)/σ)²⟩ of a Gaussian model on the test events.
  private static func meanSquaredPull(_ model: DensityForests) -> Double {
    let links = ParameterLinks(model.family), scores = model.scores(of: test.columns, threads: 1)
    let sum = test.targets.indices.reduce(0.0) { sum, event in
      let free: ParameterValues = [Double(scores[0][event]), Double(scores[1][event]), 0, 0, 0, 0, 0, 0]
      let theta = model.family.scaled(links.values(free), by: model.unit)
      let pull = (Double(test.targets[event]) - theta[0]) / theta[1]
      return sum + pull * pull
    }
    return sum / Double(test.count)
  }

  /// A parameter whose splits never suffice keeps one value for all events, and the others go on.
  @Test func aParameterWithoutSplitsStaysConstant() throws {
    let options = Self.options { $0.minShapeGain = 1e9 }
    let (model, record) = try DensityBoosting(family: GaussianDensity(), options: options)
      .train(on: Self.train, in: RunContext())
    #expect(model.forests[1].trees.isEmpty && model.forests[0].trees.count > 10)
    #expect(record.history.count > 10)
    // The constant follows the location: the RMS of 0.2 + 0.6 x₁ is 0.529.
    let links = ParameterLinks(model.family)
    let theta = model.family.scaled(
      links.values([0, model.forests[1].base, 0, 0, 0, 0, 0, 0]), by: model.unit)
    #expect(abs(theta[1] - 0.529) < 0.03, "\(theta[1])")
  }

  @Test(arguments: DensityStart.allCases)
  func aCommonFactorOfTheWeightsMeansNothing(_ start: DensityStart) throws {
    let options = Self.options {
      $0.start = start
      $0.boosting.trees = 5
    }
    let boosting = DensityBoosting(family: StudentDensity(), options: options)
    let plain = try boosting.train(on: Self.train, in: RunContext())
    let scaled = try boosting.train(on: Self.train.reweighted { $1 * 256 }, in: RunContext())
    #expect(plain.model == scaled.model)
  }

  /// Events of another density, once with weight 1 and once with −1, change little.
  @Test func negativeWeightsSubtract() throws {
    let more = Self.toy(400, seed: 4), less = Self.toy(400, seed: 6)
    let shifted = { (events: BoostingSample) in events.targets.map { $0 + 1 } }
    let events = BoostingSample(
      columns: Self.train.columns.indices.map {
        Self.train.columns[$0] + more.columns[$0] + less.columns[$0]
      },
      targets: Self.train.targets + shifted(more) + shifted(less),
      weights: Self.train.weights + [Double](repeating: 1, count: 400)
        + [Double](repeating: -1, count: 400))
    let (model, _) = try DensityBoosting(family: GaussianDensity(), options: Self.options())
      .train(on: events, validation: Self.held, in: RunContext(seed: 5, threads: 2))
    let excess = Self.loss(model, of: Self.test) - Self.best
    #expect(excess < 0.05, "\(excess)")
  }

  @Test(arguments: DensityStart.allCases)
  func aKilledTrainingGoesOnWithTheSameBits(_ start: DensityStart) throws {
    let options = Self.options {
      $0.start = start
      $0.boosting.trees = 6
    }
    let boosting = DensityBoosting(family: GaussianDensity(), options: options)
    let whole = try boosting.train(on: Self.train, validation: Self.held, in: RunContext())
    let keeper = MemoryKeeper(every: 1), cancellation = Cancellation()
    #expect(throws: WinnowError.self) {
      try boosting.train(
        on: Self.train, validation: Self.held,
        in: RunContext(
          progress: Interruption(step: 3, cancellation: cancellation), cancellation: cancellation,
          checkpoints: keeper))
    }
    let resumed = try boosting.train(
      on: Self.train, validation: Self.held, in: RunContext(checkpoints: keeper))
    #expect(resumed.model == whole.model && resumed.record.history == whole.record.history)
  }

  @Test func refusesTargetsOutsideOfTheFamily() {
    let error = #expect(throws: WinnowError.self) {
      try DensityBoosting(family: LogNormalDensity(), options: Self.options())
        .train(on: Self.train, in: RunContext())
    }
    #expect(error?.kind == .badData)
  }
}
