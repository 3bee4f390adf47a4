/// A point and a query with a product within the limit.
package struct ProductHit: Sendable, BitwiseCopyable {
  /// ½|p|² − q·p.
  package let product: Float
  /// Place of the point, counted from the first tile, times 4 plus the query.
  package let place: UInt32

  package init(product: Float, place: UInt32) {
    self.product = product
    self.place = place
  }
}

/// Finds the points of some tiles whose ½|p|² − q·p is at most a limit, for four queries at once.
///
/// - Parameters:
///   - lanes: `[tile][2 · (1 + dimension)]`: ½|p|², then p; the first tile starts at `start`.
///   - queries: `[dimension]`, the *negative* coordinates of four queries.
///   - hits: room for 128 per tile.
/// - Returns: the number of hits.
/// - Complexity: 32 · 4 · d multiplications per tile.
package func productHits(
  _ lanes: Span<Lanes>, tiles: Range<Int>, queries: Span<SIMD4<Float>>, limits: SIMD4<Float>,
  into hits: inout MutableSpan<ProductHit>
) -> Int {
  let d = queries.count, stride = 2 &* (d &+ 1)
  precondition(tiles.lowerBound >= 0 && tiles.upperBound * stride <= lanes.count, "tiles out of range")
  precondition(hits.count >= tiles.count * PointTree.tileSize * 4, "room for all hits")
  let limit0 = Lanes(repeating: limits.x), limit1 = Lanes(repeating: limits.y)
  let limit2 = Lanes(repeating: limits.z), limit3 = Lanes(repeating: limits.w)
  var found = 0
  for tile in tiles {
    // Four queries and half a tile: more sums than fit the registers would cost twice the time.
    for half in 0..<2 {
      let start = tile &* stride &+ half
      var a = unsafe lanes[unchecked: start]
      var b = a, c = a, e = a
      for j in 0..<d {
        let points = unsafe lanes[unchecked: start &+ 2 &* j &+ 2], q = unsafe queries[unchecked: j]
        a.addProduct(Lanes(repeating: q.x), points)
        b.addProduct(Lanes(repeating: q.y), points)
        c.addProduct(Lanes(repeating: q.z), points)
        e.addProduct(Lanes(repeating: q.w), points)
      }
      let near = (a .<= limit0, b .<= limit1, c .<= limit2, e .<= limit3)
      if !any((near.0 .| near.1) .| (near.2 .| near.3)) { continue }
      let place = (tile &- tiles.lowerBound) &* PointTree.tileSize &+ 16 &* half
      found = record(laneBits(near.0), of: a, from: place &* 4 &+ 0, into: &hits, at: found)
      found = record(laneBits(near.1), of: b, from: place &* 4 &+ 1, into: &hits, at: found)
      found = record(laneBits(near.2), of: c, from: place &* 4 &+ 2, into: &hits, at: found)
      found = record(laneBits(near.3), of: e, from: place &* 4 &+ 3, into: &hits, at: found)
    }
  }
  return found
}

/// - Returns: the number of hits with the new ones.
@inline(__always)
private func record(
  _ near: UInt32, of products: Lanes, from first: Int, into hits: inout MutableSpan<ProductHit>,
  at count: Int
) -> Int {
  var count = count
  for lane in SetBits(near) {
    hits[count] = ProductHit(
      product: products[lane], place: UInt32(truncatingIfNeeded: first &+ 4 &* lane))
    count &+= 1
  }
  return count
}
