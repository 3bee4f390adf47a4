import WinnowCore

/// Decides when a training has stopped to improve.
struct EarlyStopping {
  /// Steps without improvement to wait for; 0: never stop.
  let patience: Int
  private(set) var bestStep: Int?
  private var lowest = Double.infinity

  /// - Parameter history: steps that were made before.
  init(patience: Int, _ history: [TrainingRecord.Point] = []) {
    self.patience = patience
    for point in history {
      if let loss = point.validationLoss { _ = shouldStop(after: point.step, loss: loss) }
    }
  }

  mutating func shouldStop(after step: Int, loss: Double) -> Bool {
    if patience == 0 { return false }
    if loss < lowest {
      lowest = loss
      bestStep = step
    }
    return step - (bestStep ?? 0) >= patience
  }
}
