import Foundation

/// The rate is multiplied by a factor each time a number of epochs has passed.
public struct StepDecay: LearningRateSchedule {
  public let factor: Double
  public let every: Int

  /// - Precondition: a positive number of epochs.
  public init(factor: Double, every epochs: Int) {
    precondition(epochs > 0, "a positive number of epochs")
    self.factor = factor
    every = epochs
  }

  public func factor(epoch: Double, of epochs: Int) -> Double {
    pow(factor, (epoch / Double(every)).rounded(.down))
  }
}
