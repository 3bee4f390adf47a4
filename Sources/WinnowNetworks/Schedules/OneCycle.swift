import Foundation

/// The rate rises along half a cosine from a 25th to its full height in the first 30 % of the epochs and
/// falls along another to nearly 0 (Smith and Topin, arXiv:1708.07120).
public struct OneCycle: LearningRateSchedule {
  /// The part of the epochs during which the rate rises.
  public let rise: Double
  public let first: Double
  public let last: Double

  /// - Precondition: 0 < rise < 1.
  public init(rise: Double = 0.3, first: Double = 1.0 / 25, last: Double = 1e-4 / 25) {
    precondition(rise > 0 && rise < 1, "a part of the epochs")
    self.rise = rise
    self.first = first
    self.last = last
  }

  public func factor(epoch: Double, of epochs: Int) -> Double {
    let done = min(1, epoch / Double(max(1, epochs)))
    if done < rise { return Self.between(first, 1, done / rise) }
    return Self.between(1, last, (done - rise) / (1 - rise))
  }

  private static func between(_ from: Double, _ to: Double, _ part: Double) -> Double {
    to + (from - to) * 0.5 * (1 + cos(.pi * part))
  }
}
