/// A stretch of training with one set of settings.
public struct TrainingPhase: Sendable {
  public var epochs = 100
  public var batch = 256
  public var optimizer: any Optimizer = Adam()
  public var learningRate = 1e-3
  public var schedule: any LearningRateSchedule = ConstantRate()
  /// Reduces the rate further while the loss does not fall; nil for never.
  public var plateau: ReduceOnPlateau?
  /// Where given, an epoch is one BFGS step on all events that remembers so many steps before it, and
  /// `batch`, `optimizer`, rate, `l1` and `clipping` have no part in it.
  public var quasiNewtonMemory: Int?
  /// Which average of the parameters is kept.
  public var averaging = WeightAveraging.none
  /// Whether each layer's weights have a Gaussian prior whose width is learnt: see `BayesianRegulator`.
  public var bayesianRegulator = false
  /// Adds ½ l2 Σw² over all weights to the loss of each batch.
  public var l2 = 0.0
  /// Adds l1 Σ|w| over all weights to the loss of each batch.
  public var l1 = 0.0
  /// The largest length of a batch's gradient, over all parameters; longer ones are scaled down to it.
  /// 0 for any length.
  public var clipping = 0.0
  /// Ends the phase after so many epochs without a better validation loss; 0 for never. Without a
  /// validation sample it has no effect.
  public var patience = 0

  public init() {}
}
