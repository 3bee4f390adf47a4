import WinnowCore

/// The options of training that all network methods share; one phase of it.
public struct TrainingSettings: RuledParameters {
  public var epochs = 80
  public var batch = 256
  public var optimizer = OptimizerName.adam
  public var learningRate = 4e-3
  public var learningRateDecay = LearningRateDecay.cosine
  public var l1 = 0.0
  public var l2 = 0.0
  public var clipping = 0.0
  public var weightDecay = 0.0
  public var earlyStopping = 30
  public var weightAveraging = WeightAveraging.none
  public var bayesianRegulator = false

  public init() {}

  public static let rules: [ParameterRule<TrainingSettings>] = [
    .integer("epochs", \.epochs, 1...1_000_000, "passes over the training events, at most"),
    .integer("batch", \.batch, 1...1_048_576, "events in one step of the optimizer; bfgs and lbfgs take all"),
    .choice(
      "optimizer", \.optimizer,
      "rule by which weights follow the gradient; bfgs and lbfgs take one step per epoch"),
    .real("learning_rate", \.learningRate, .above(0), "size of the first steps; bfgs and lbfgs find theirs"),
    LearningRateDecay.rule("learning_rate_decay", \.learningRateDecay),
    .real("l1", \.l1, .atLeast(0), "adds l1 Σ|w| over all weights to the loss"),
    .real("l2", \.l2, .atLeast(0), "adds ½ l2 Σw² over all weights to the loss"),
    .real(
      "weight_decay", \.weightDecay, .atLeast(0),
      "part of each weight lost in a step, times the learning rate; for adamw"),
    .real(
      "gradient_clipping", \.clipping, .atLeast(0),
      "largest length of the gradient of a step; 0 for any"),
    .integer(
      "early_stopping", \.earlyStopping, 0...1_000_000,
      "epochs without a better validation loss after which training ends; 0 for never"),
    WeightAveraging.rule("weight_averaging", \.weightAveraging),
    .flag(
      "bayesian_regulator", \.bayesianRegulator,
      "learn the width of a prior for the weights of each layer, as TMVA's MLPBNN"),
  ]

  /// The phase that these options describe.
  /// - Throws: `badConfiguration` where options contradict one another.
  public func phase() throws -> TrainingPhase {
    guard weightDecay == 0 || optimizer == .adamw else {
      throw WinnowError(
        .badConfiguration,
        "weight_decay belongs to the optimizer adamw; with \(optimizer.rawValue) use l2")
    }
    if optimizer.takesAllEvents { try requirePlainLoss() }
    var phase = TrainingPhase()
    phase.epochs = epochs
    phase.batch = batch
    optimizer.prepare(&phase, self)
    phase.plateau = learningRateDecay.plateau
    phase.averaging = weightAveraging
    phase.bayesianRegulator = bayesianRegulator
    phase.learningRate = learningRate
    phase.schedule = learningRateDecay.schedule
    phase.l1 = l1
    phase.l2 = l2
    phase.clipping = clipping
    phase.patience = earlyStopping
    return phase
  }

  private func requirePlainLoss() throws {
    let useless = [
      ("l1", l1 > 0), ("gradient_clipping", clipping > 0),
      ("weight_averaging", weightAveraging != .none),
    ]
    guard let name = useless.first(where: { $0.1 })?.0 else { return }
    throw WinnowError(.badConfiguration, "\(name) does not go with the optimizer \(optimizer.rawValue)")
  }

  /// These options where a table does not give others.
  /// - Throws: as `init(reading:owner:)`.
  public func replaced(by setting: Setting, owner: String) throws -> TrainingSettings {
    let given = try setting.table()
    let keys = Set(given.map(\.key))
    let kept = try settings.table().filter { !keys.contains($0.key) }
    return try TrainingSettings(
      reading: Setting(.table(kept + given), at: setting.location), owner: owner)
  }
}
