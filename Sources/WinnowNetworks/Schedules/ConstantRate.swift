/// The same rate throughout.
public struct ConstantRate: LearningRateSchedule {
  public init() {}
  public func factor(epoch: Double, of epochs: Int) -> Double { 1 }
}
