/// How the learning rate changes during a phase of training.
public protocol LearningRateSchedule: Sendable {
  /// The factor on the initial rate.
  /// - Parameters:
  ///   - epoch: epochs done so far, with fractions.
  ///   - epochs: the planned number.
  func factor(epoch: Double, of epochs: Int) -> Double
}
