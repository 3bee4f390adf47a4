import Foundation

/// The rate falls along half a cosine to a final fraction (Loshchilov and Hutter, arXiv:1608.03983,
/// without restarts).
public struct CosineDecay: LearningRateSchedule {
  public let final: Double
  public init(final: Double = 0) { self.final = final }

  public func factor(epoch: Double, of epochs: Int) -> Double {
    let done = min(1, epoch / Double(max(1, epochs)))
    return final + (1 - final) * 0.5 * (1 + cos(.pi * done))
  }
}
