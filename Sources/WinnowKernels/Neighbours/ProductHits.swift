/// Finds the points of some tiles whose ½|p|² − q·p is at most a limit, for four queries at once.
///
/// - Parameters:
///   - lanes: `[tile][2 · (1 + dimension)]`: ½|p|², then p; the first tile starts at `start`.
///   - queries: `[dimension]`, the *negative* coordinates of four queries.
///   - hits: place of the point, counted from the first tile, times 4 plus the query; room for
///     128 per tile.
/// - Returns: the number of hits.
/// - Complexity: 32 · 4 · d multiplications per tile.
package func productHits(
  _ lanes: Span<Lanes>, tiles: Range<Int>, queries: Span<SIMD4<Float>>, limits: SIMD4<Float>,
  into hits: inout MutableSpan<UInt32>
) -> Int {
  let d = queries.count, stride = 2 &* (d &+ 1)
  precondition(tiles.lowerBound >= 0 && tiles.upperBound * stride <= lanes.count, "tiles out of range")
  precondition(hits.count >= tiles.count * PointTree.tileSize * 4, "room for all hits")
  let limit0 = Lanes(repeating: limits.x), limit1 = Lanes(repeating: limits.y)
  let limit2 = Lanes(repeating: limits.z), limit3 = Lanes(repeating: limits.w)
  var found = 0
  for tile in tiles {
    let start = tile &* stride
    var a0 = unsafe lanes[unchecked: start], b0 = unsafe lanes[unchecked: start &+ 1]
    var a1 = a0, a2 = a0, a3 = a0, b1 = b0, b2 = b0, b3 = b0
    for j in 0..<d {
      let a = unsafe lanes[unchecked: start &+ 2 &* j &+ 2]
      let b = unsafe lanes[unchecked: start &+ 2 &* j &+ 3]
      let q = unsafe queries[unchecked: j]
      let q0 = Lanes(repeating: q.x), q1 = Lanes(repeating: q.y)
      let q2 = Lanes(repeating: q.z), q3 = Lanes(repeating: q.w)
      a0.addProduct(q0, a)
      b0.addProduct(q0, b)
      a1.addProduct(q1, a)
      b1.addProduct(q1, b)
      a2.addProduct(q2, a)
      b2.addProduct(q2, b)
      a3.addProduct(q3, a)
      b3.addProduct(q3, b)
    }
    let near0 = (a0 .<= limit0, b0 .<= limit0), near1 = (a1 .<= limit1, b1 .<= limit1)
    let near2 = (a2 .<= limit2, b2 .<= limit2), near3 = (a3 .<= limit3, b3 .<= limit3)
    let near = ((near0.0 .| near0.1) .| (near1.0 .| near1.1))
      .| ((near2.0 .| near2.1) .| (near3.0 .| near3.1))
    if !any(near) { continue }
    let place = (tile &- tiles.lowerBound) &* PointTree.tileSize
    record(laneBits(near0.0, near0.1), place, query: 0, &hits, &found)
    record(laneBits(near1.0, near1.1), place, query: 1, &hits, &found)
    record(laneBits(near2.0, near2.1), place, query: 2, &hits, &found)
    record(laneBits(near3.0, near3.1), place, query: 3, &hits, &found)
  }
  return found
}

@inline(__always)
private func record(
  _ near: UInt32, _ place: Int, query: Int, _ hits: inout MutableSpan<UInt32>, _ found: inout Int
) {
  for lane in SetBits(near) {
    hits[found] = UInt32(truncatingIfNeeded: (place &+ lane) &* 4 &+ query)
    found &+= 1
  }
}
