import Foundation

/// The rate falls evenly by the fraction `decay` in each epoch.
public struct ExponentialDecay: LearningRateSchedule {
  public let decay: Double
  public init(decay: Double) { self.decay = decay }

  public func factor(epoch: Double, of epochs: Int) -> Double { pow(1 - decay, epoch) }
}
