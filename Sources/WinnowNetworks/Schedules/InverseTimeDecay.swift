/// The rate falls as 1 / (1 + decay · epochs).
public struct InverseTimeDecay: LearningRateSchedule {
  public let decay: Double
  public init(decay: Double) { self.decay = decay }

  public func factor(epoch: Double, of epochs: Int) -> Double { 1 / (1 + decay * epoch) }
}
