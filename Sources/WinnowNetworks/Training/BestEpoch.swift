import WinnowCore
import WinnowKernels

/// The epoch with the smallest validation loss, and its parameters.
struct BestEpoch {
  private let validation: ValidationLoss?
  private var loss = Double.infinity
  private var parameters: [Float] = []
  private(set) var epoch: Int?
  /// Epochs since the best one, or since a phase began; 0 without a validation sample.
  private(set) var epochsWithoutGain = 0

  init(_ validation: ValidationLoss?) { self.validation = validation }

  mutating func forgetPatience() { epochsWithoutGain = 0 }

  /// Computes the validation loss and keeps the parameters where it is the smallest so far.
  mutating func judge(epoch: Int, _ present: Arena) -> Double? {
    guard let validation else { return nil }
    let loss = validation.compute(with: present)
    if loss < self.loss {
      self.loss = loss
      self.epoch = epoch
      parameters = present.values(0..<present.count)
      epochsWithoutGain = 0
    } else {
      epochsWithoutGain += 1
    }
    return loss
  }

  /// Puts the parameters of the best epoch back. - Returns: false where there is none.
  func restore(_ present: Arena) -> Bool {
    if parameters.isEmpty { return false }
    present.store(parameters, at: 0)
    return true
  }

  func archive() -> Archive {
    Archive(
      tensors: ["parameters": Tensor(parameters), "loss": Tensor([loss])],
      attributes: [
        "epoch": Setting(.integer(epoch ?? 0)),
        "epochs_without_gain": Setting(.integer(epochsWithoutGain)),
      ])
  }

  mutating func restore(from archive: Archive, count: Int) throws {
    loss = try archive.float64("loss", shape: [1])[0]
    let kept = try archive.setting("epoch").integer()
    epoch = kept == 0 ? nil : kept
    parameters = try archive.float32("parameters", shape: [kept == 0 ? 0 : count])
    epochsWithoutGain = try archive.setting("epochs_without_gain").integer()
  }
}
