/// How much signal efficiency at one background efficiency is lost from training to test events: what
/// overtraining costs where it counts.
///
/// Δ = ε_S(train) − ε_S(test), each at its own cut for the same background efficiency. The samples are
/// independent, so their errors add in quadrature. A loss is no reason to distrust the figure on test
/// events: that one holds in any case.
public struct EfficiencyLoss: Sendable, Hashable, Codable {
  public var background: Double
  public var loss: Measured

  public init(background: Double, loss: Measured) {
    self.background = background
    self.loss = loss
  }

  /// - Complexity: O(steps).
  public init(train: ResponseSteps, test: ResponseSteps, background: Double) {
    let before = train.workingPoint(atBackground: background).signal
    let after = test.workingPoint(atBackground: background).signal
    self.init(background: background, loss: before - after)
  }
}
