/// Multiplies the learning rate by a factor whenever the loss has not become smaller for more than
/// `patience` epochs: the validation loss where there is one, else the training loss. Smaller means by more
/// than a ten thousandth, as in other libraries.
public struct ReduceOnPlateau: Sendable, Hashable {
  public let factor: Double
  public let patience: Int

  /// - Precondition: 0 < factor < 1, patience ≥ 0.
  public init(factor: Double, patience: Int) {
    precondition(factor > 0 && factor < 1 && patience >= 0, "a factor that reduces")
    self.factor = factor
    self.patience = patience
  }

  /// What has been seen so far.
  public struct Watch: Sendable, Hashable {
    private static let threshold = 1e-4
    public internal(set) var best = Double.infinity
    public internal(set) var stalled = 0
    /// The factor on the learning rate now.
    public internal(set) var rate = 1.0

    public init() {}

    /// Takes note of an epoch's loss.
    public mutating func note(_ loss: Double, _ plateau: ReduceOnPlateau) {
      if loss < best - Self.threshold * abs(best) || best == .infinity {
        best = loss
        stalled = 0
        return
      }
      stalled += 1
      guard stalled > plateau.patience else { return }
      rate *= plateau.factor
      stalled = 0
    }
  }
}
