/// What four queries ask of a block: products ½|p|² − q·p, relative to the block's centre, up to a
/// limit that no point within the exact limit can exceed.
///
/// With u = 2⁻²⁴, rounding changes a coordinate relative to the centre by at most u of itself, so
/// |p − q| by η = u(|p| + |q|); and it changes the sum of d + 1 terms by (d + 2)u(½|p|² + |p||q|).
/// Twice these bounds are added, with |p| the block's radius.
struct BlockQueries {
  /// Which group of four queries.
  let group: Int
  private let shift: SIMD4<Double>
  private let base: SIMD4<Double>
  /// Limits of the products; −∞ for a query that the block cannot matter to.
  private(set) var limits = SIMD4<Float>(repeating: -.infinity)

  /// - Parameter squares: |q|² of the four, relative to the block's centre.
  init(group: Int, squares: SIMD4<Double>, radius: Double, dimensions: Int) {
    self.group = group
    let norms = squares.squareRoot()
    shift = 0x1p-23 * (norms + radius)
    let products = radius * (norms + radius / 2)
    base = Double(dimensions + 4) * (0x1p-23 * products + 0x1p-125) - squares / 2
  }

  /// Sets the limit of one query from its exact limit on squared distances.
  mutating func limit(_ lane: Int, to exact: Double) {
    let distance = exact.squareRoot() + shift[lane]
    limits[lane] = Float(distance * distance / 2 + base[lane]).nextUp
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
