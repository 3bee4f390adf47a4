import Testing
import WinnowCore
import WinnowTestSupport
import WinnowTrees

@Suite struct ResumingTests {
  typealias Outcome = (forest: Forest, record: TrainingRecord)
  typealias Training = @Sendable (RunContext) throws -> Outcome

  private static let events = gaussians(1500), held = gaussians(700, seed: 5)

  private static let gradient: Training = { context in
    var options = quickOptions(trees: 40)
    options.subsample = 0.7
    options.earlyStopping = 10
    options.growth.featuresPerNode = 2
    return try GradientBoosting(loss: LogisticLoss(), options: options)
      .train(on: events, validation: held, in: context)
  }

  private static func vote(_ scheme: VotingScheme) -> Training {
    return { context in
      var options = VotingOptions()
      options.scheme = scheme
      options.boosting = quickOptions(trees: 40)
      options.boosting.sampling = .poisson
      options.boosting.subsample = 0.5
      return try TreeVoting(options).train(on: events, validation: held, in: context)
    }
  }

  private static let trainings: [(name: String, training: Training)] = [
    ("gradient", gradient), ("adaboost", vote(.adaBoost)), ("real", vote(.realAdaBoost)),
    ("average", vote(.average)), ("softmax", softmax), ("dropout", dropout), ("flat", flat),
    ("r2", medians), ("oblique", oblique),
  ]

  /// The forests of all classes as one.
  private static let softmax: Training = { context in
    let (forests, record) = try SoftmaxBoosting(classes: 3, options: quickOptions(trees: 40))
      .train(on: triangle(900), in: context)
    return (Forest(features: 2, base: 0, trees: forests.flatMap(\.trees)), record)
  }

  private static let dropout: Training = { context in
    var options = DropoutTests.options(trees: 40, rate: 0.2, skip: 0.3)
    options.earlyStopping = 20
    return try GradientBoosting(loss: LogisticLoss(), options: options)
      .train(on: events, validation: held, in: context)
  }

  private static let flat: Training = { context in
    try GradientBoosting(
      loss: LogisticLoss(), options: quickOptions(trees: 40), flatness: FlatnessOptions()
    ).train(on: FlatnessTests.sculpted(1000, seed: 1), in: context)
  }

  private static let medians: Training = { context in
    let (vote, record) = try RegressionVoting(
      .adaBoostR2(.linear), options: RegressionVotingTests.options(trees: 40)
    ).train(on: RegressionVotingTests.friedman(600, seed: 1), in: context)
    return (vote.forest, record)
  }

  private static let oblique: Training = { context in
    let (vote, record) = try TreeVoting(ObliqueTests.options(trees: 40))
      .vote(on: ObliqueTests.correlated(800), in: context)
    return (vote.forest, record)
  }

  /// Interrupted and resumed, several times.
  @Test(arguments: trainings.indices)
  func aResumedTrainingHasTheSameBits(index: Int) throws {
    let training = Self.trainings[index].training
    let whole = try training(RunContext(threads: 2))
    let keeper = MemoryKeeper(every: 1000)
    for step in [1, 7, 8, 23] {
      let cancellation = Cancellation()
      #expect(throws: WinnowError.self) {
        try training(
          RunContext(
            threads: 1, progress: Interruption(step: step, cancellation: cancellation),
            cancellation: cancellation, checkpoints: keeper))
      }
      #expect(keeper.latest() != nil)
    }
    let resumed = try training(RunContext(threads: 1, checkpoints: keeper))
    #expect(resumed.forest == whole.forest)
    #expect(resumed.record == whole.record)
  }

  /// The state on disk is often some trees older than the end of the program.
  @Test func stepsAfterTheLastStateAreRepeated() throws {
    let whole = try Self.gradient(RunContext())
    let keeper = MemoryKeeper(every: 9)
    let trained = try Self.gradient(RunContext(checkpoints: keeper))
    #expect(trained.forest == whole.forest)
    let state = try #require(keeper.latest())
    let trees = try state.int32("forest 0/trees/size", shape: [nil]).count
    #expect(trees > 0 && trees < whole.record.history.count)
    #expect(try Self.gradient(RunContext(checkpoints: keeper)).forest == whole.forest)
  }

  @Test func aStateOfOtherEventsIsRefused() throws {
    let keeper = MemoryKeeper(every: 3)
    _ = try Self.gradient(RunContext(checkpoints: keeper))
    let boosting = GradientBoosting(loss: LogisticLoss(), options: quickOptions())
    #expect(throws: WinnowError.self) {
      try boosting.train(on: gaussians(100), in: RunContext(checkpoints: keeper))
    }
  }

  @Test func moreTreesOnAForestAreThoseOfALongerTraining() throws {
    func train(_ trees: Int, continuing forest: Forest? = nil) throws -> Outcome {
      var options = quickOptions(trees: trees)
      options.subsample = 0.6
      return try GradientBoosting(loss: LogisticLoss(), options: options)
        .train(on: Self.events, validation: Self.held, continuing: forest, in: RunContext())
    }
    let first = try train(15)
    let longer = try train(40, continuing: first.forest)
    let whole = try train(40)
    #expect(longer.forest == whole.forest)
    #expect(longer.record.history == Array(whole.record.history[15...]))
    #expect(longer.record.importance == whole.record.importance)
    #expect(try train(10, continuing: first.forest).forest == first.forest)
  }

  @Test func aForestOnOtherFeaturesIsRefused() throws {
    let forest = try boost(gaussians(200, features: 2), quickOptions(trees: 2)).forest
    #expect(throws: WinnowError.self) {
      try GradientBoosting(loss: LogisticLoss(), options: quickOptions())
        .train(on: Self.events, continuing: forest, in: RunContext())
    }
  }
}
