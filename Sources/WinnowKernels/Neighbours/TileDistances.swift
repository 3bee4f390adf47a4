// Vocabulary. A *tile* is 32 points, dimension by dimension, as two vectors of 16 lanes each. A *box*
// is the smallest interval in every dimension that holds the points of a tile or of a group; boxes
// stand 16 at a time, lower and upper bounds as one vector each. A *slot* is a place in tree order.

/// Sixteen numbers worked on at once.
public typealias Lanes = SIMD16<Float>

/// Squared distances from a query to the points of one tile, in Float, by differences.
///
/// Relative error at most (d + 3)·2⁻²⁴, and d·2⁻¹²⁶ absolute where squares underflow.
/// - Parameters:
///   - tiles: `[tile][dimension][2]` lanes; the tile starts at `start`.
///   - query: d coordinates.
@inline(__always)
package func tileDistances(
  _ tiles: Span<Lanes>, at start: Int, from query: Span<Float>
) -> (first: Lanes, second: Lanes) {
  var first = Lanes.zero, second = Lanes.zero
  for j in 0..<query.count {
    let q = Lanes(repeating: unsafe query[unchecked: j])
    let a = unsafe tiles[unchecked: start &+ 2 &* j] - q
    let b = unsafe tiles[unchecked: start &+ 2 &* j &+ 1] - q
    first.addProduct(a, a)
    second.addProduct(b, b)
  }
  return (first, second)
}

/// Squared distances from a query to 16 boxes; 0 inside a box. The error is that of `tileDistances`.
///
/// - Parameter bounds: `[dimension][lower, upper]` lanes; the group starts at `start`.
@inline(__always)
package func boxDistances(_ bounds: Span<Lanes>, at start: Int, from query: Span<Float>) -> Lanes {
  var sum = Lanes.zero
  for j in 0..<query.count {
    let q = Lanes(repeating: unsafe query[unchecked: j])
    let below = unsafe bounds[unchecked: start &+ 2 &* j] - q
    let above = q - (unsafe bounds[unchecked: start &+ 2 &* j &+ 1])
    let outside = larger(larger(below, above), .zero)
    sum.addProduct(outside, outside)
  }
  return sum
}

/// Squared distance in Double: four partial sums, dimension j going to sum j mod 4, added as
/// (0 + 2) + (1 + 3). This is the distance that results carry and are ordered by.
///
/// Differences of Floats and their squares are exact in Double unless their exponents are more than
/// 2²⁸ apart, so only the additions round.
/// - Parameters:
///   - rows: `[slot][width]`, four coordinates each, padded with zeros.
///   - query: `[width]`, padded with zeros.
@inline(__always)
package func squaredDistance(
  _ rows: Span<SIMD4<Float>>, slot: Int, from query: Span<SIMD4<Double>>
) -> Double {
  var sum = SIMD4<Double>.zero
  let start = slot &* query.count
  for part in 0..<query.count {
    let difference =
      unsafe SIMD4<Double>(rows[unchecked: start &+ part]) - (unsafe query[unchecked: part])
    sum += difference * difference
  }
  return (sum.x + sum.z) + (sum.y + sum.w)
}

@inline(__always)
private func larger(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: a .< b) }
