/// A stretch of training with one set of settings.
public struct TrainingPhase: Sendable {
  public var epochs = 100
  public var batch = 256
  public var optimizer: any Optimizer = Adam()
  public var learningRate = 1e-3
  public var schedule: any LearningRateSchedule = ConstantRate()
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
