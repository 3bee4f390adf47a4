/// What four queries ask of a block: products ½|p|² − q·p, relative to the block's centre, up to a
/// limit that no point within the exact limit can exceed.
///
/// With u = 2⁻²⁴, rounding changes a coordinate relative to the centre by at most u of itself, so
/// |p − q| by η = u(|p| + |q|); and it changes the sum of d + 1 terms by (d + 2)u(½|p|² + |p||q|).
/// Twice these bounds are added, with |p| the block's radius.
struct BlockQueries {
  /// Which group of four queries.
  let group: Int
  /// By how much rounding may change |p − q|.
  let shift: SIMD4<Double>
  /// By how much rounding may change a product.
  let error: SIMD4<Double>
  /// ½|q|².
  private let half: SIMD4<Double>
  /// Limits of the products; NaN, which no product is within, for a query that the block cannot matter
  /// to.
  private(set) var limits = SIMD4<Float>(repeating: .nan)

  /// - Parameter squares: |q|² of the four, relative to the block's centre.
  init(group: Int, squares: SIMD4<Double>, radius: Double, dimensions: Int) {
    self.group = group
    let norms = squares.squareRoot()
    shift = 0x1p-23 * (norms + radius)
    error = Double(dimensions + 4) * (0x1p-23 * (radius * (norms + radius / 2)) + 0x1p-125)
    half = squares / 2
  }

  /// Sets the limit of one query from a bound on exact squared distances.
  mutating func limit(_ lane: Int, to exact: Double) {
    let distance = exact.squareRoot() + shift[lane]
    limits[lane] = Float(distance * distance / 2 + error[lane] - half[lane]).nextUp
  }

  /// No product is wanted any more.
  mutating func close(_ lane: Int) { limits[lane] = .nan }

  /// A bound on the exact squared distance of a point with this product.
  @inline(__always)
  func squaredDistance(atMost product: Float, _ lane: Int) -> Float {
    let square = 2 * (Double(product) + half[lane] + error[lane])
    let distance = max(0, square).squareRoot() + shift[lane]
    return Float(distance * distance).nextUp
  }
}

/// Negative coordinates of four queries relative to a centre, as `productHits` takes them.
///
/// - Parameters:
///   - queries: `[dimension]`, four queries each.
///   - relative: `[dimension]`, beginning at `start`.
/// - Returns: the squared norms.
func recentre(
  _ queries: Span<SIMD4<Float>>, on centre: Span<Float>,
  into relative: inout MutableSpan<SIMD4<Float>>, at start: Int
) -> SIMD4<Double> {
  precondition(centre.count == queries.count, "queries of the centre's dimension")
  precondition(start >= 0 && relative.count >= start + queries.count, "room for the coordinates")
  var squares = SIMD4<Double>.zero
  for j in 0..<queries.count {
    let x = SIMD4(repeating: unsafe centre[unchecked: j]) - (unsafe queries[unchecked: j])
    unsafe relative[unchecked: start &+ j] = x
    let wide = SIMD4<Double>(x)
    squares += wide * wide
  }
  return squares
}
