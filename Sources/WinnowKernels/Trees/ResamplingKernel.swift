import Foundation

/// How often each row counts for a tree: a Poisson number of a given mean (“online bootstrap”; Oza and
/// Russell, 2001), decided by the row's number and a key alone.
public struct PoissonDraw: Sendable {
  let key: UInt32
  /// 2³² P(k ≤ i), rising.
  let thresholds: [UInt32]

  public init(mean: Double, key: UInt32) {
    precondition(mean > 0 && mean <= 8, "the mean is out of range")
    self.key = key
    var probability = exp(-mean), sum = 0.0
    thresholds = (1...32).map { k in
      sum += probability
      probability *= mean / Double(k)
      return UInt32(min(sum * 0x1p32, 0xFFFF_FFFF))
    }
  }

  /// The number of times that a row counts.
  public func count(row: Int) -> Int {
    let word = scrambled(UInt32(truncatingIfNeeded: row) ^ key)
    var count = 0
    while count < thresholds.count, word > thresholds[count] { count += 1 }
    return count
  }
}

/// Multiplies the derivatives of each row by its Poisson number.
///
/// - Parameter firstRow: the number of the first row of the spans.
public func resampleDerivatives(
  _ gradients: inout MutableSpan<Float>, _ hessians: inout MutableSpan<Float>, firstRow: Int,
  by draw: PoissonDraw
) {
  precondition(gradients.count == hessians.count)
  for index in gradients.indices {
    let count = Float(draw.count(row: firstRow + index))
    gradients[unchecked: index] *= count
    hessians[unchecked: index] *= count
  }
}
