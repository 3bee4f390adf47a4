import Testing
import WinnowKernels

/// Kernels of the neighbour search against naive twins.
struct NeighbourKernelsTests {
  /// Small multiples of 1/8, so that Float sums are exact whatever their order.
  private func eighths(_ count: Int, from seed: Int) -> [Float] {
    (0..<count).map { Float(($0 * 7919 + seed * 104_729) % 129 - 64) / 8 }
  }

  @Test(arguments: [1, 2, 3, 7, 28])
  func tileDistancesEqualNaive(d: Int) {
    let query = eighths(d, from: 1)
    let points = (0..<32).map { eighths(d, from: $0 + 5) }
    let tiles = (0..<d).flatMap { j in
      (0..<2).map { half in Lanes((0..<16).map { points[half * 16 + $0][j] }) }
    }
    let found = tileDistances(tiles.span, at: 0, from: query.span)
    for (place, point) in points.enumerated() {
      let naive = zip(point, query).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      #expect((place < 16 ? found.first[place] : found.second[place - 16]) == naive)
    }
  }

  @Test(arguments: [1, 2, 5])
  func boxDistancesEqualNaive(d: Int) {
    let query = eighths(d, from: 3)
    let boxes = (0..<16).map { box in
      zip(eighths(d, from: box), eighths(d, from: box + 40)).map { min($0, $1)...max($0, $1) }
    }
    let bounds = (0..<d).flatMap { j in
      [Lanes(boxes.map { $0[j].lowerBound }), Lanes(boxes.map { $0[j].upperBound })]
    }
    let found = boxDistances(bounds.span, at: 0, from: query.span)
    for (lane, box) in boxes.enumerated() {
      let naive = zip(box, query).reduce(Float(0)) { sum, pair in
        let (range, q) = pair
        let outside = range.contains(q) ? 0 : min(abs(q - range.lowerBound), abs(q - range.upperBound))
        return sum + outside * outside
      }
      #expect(found[lane] == naive)
    }
  }

  @Test(arguments: [1, 3, 12, 28])
  func productHitsEqualNaive(d: Int) {
    let queries = (0..<4).map { eighths(d, from: $0 + 200) }
    let points = (0..<96).map { eighths(d, from: $0) }
    let halfSquares: [Float] = points.map { $0.reduce(0) { $0 + $1 * $1 } / 2 }
    let rows: [[Float]] = [halfSquares] + (0..<d).map { j in points.map { $0[j] } }
    var lanes: [Lanes] = []
    for start in [0, 32, 64] {
      for values in rows {
        lanes.append(Lanes(values[start..<start + 16]))
        lanes.append(Lanes(values[start + 16..<start + 32]))
      }
    }
    let negative: [SIMD4<Float>] = (0..<d).map { j in
      SIMD4(-queries[0][j], -queries[1][j], -queries[2][j], -queries[3][j])
    }
    let limits = SIMD4<Float>(-3, 0, 5, -.infinity)
    var hits = [ProductHit](repeating: ProductHit(product: 0, place: 0), count: 2 * 128)
    var span = hits.mutableSpan
    let found = productHits(
      lanes.span, tiles: 1..<3, queries: negative.span, limits: limits, into: &span)
    var naive: [ProductHit] = []
    for place in 0..<64 {
      for query in 0..<4 {
        var value = halfSquares[32 + place]
        for j in 0..<d { value -= points[32 + place][j] * queries[query][j] }
        if value <= limits[query] {
          naive.append(ProductHit(product: value, place: UInt32(place * 4 + query)))
        }
      }
    }
    let sorted = hits.prefix(found).sorted { $0.place < $1.place }
    #expect(sorted.map(\.place) == naive.map(\.place))
    #expect(sorted.map(\.product) == naive.map(\.product))
    #expect(!naive.isEmpty)
  }

  @Test(arguments: [1, 2, 7, 64, 65, 200])
  func rowKeepsTheNearest(k: Int) {
    let offered = (0..<200).map { (i: Int) in
      Neighbour(squaredDistance: Double(i * 7919 % 23), index: Int32(i * 31 % 200))
    }
    let blank = Neighbour(squaredDistance: .infinity, index: -1)
    let kept = RowWriter.filling(rows: 1, length: k, with: blank) { writer in
      var row = NearestRow(writer, row: 0)
      for (count, neighbour) in offered.enumerated() {
        row.offer(neighbour)
        let limit = count + 1 < k ? .infinity : offered[...count].sorted()[k - 1].squaredDistance
        #expect(row.limit == limit)
      }
      row.finish()
    }
    #expect(kept == Array(offered.sorted().prefix(k)))
  }

  @Test(arguments: [1, 31, 32, 33, 100, 1000])
  func treeOrderIsAPermutationSplitAtTiles(count: Int) {
    let column = (0..<count).map { Float(($0 * 7919) % 1009) }
    let team = ThreadTeam(threads: 2)
    let order = treeOrder([column], PointRows([column], team), tileSize: 32, team)
    #expect(order.sorted() == (0..<count).map { Int32($0) })
    // in one dimension every tile lies below the next
    for start in stride(from: 32, to: count, by: 32) {
      let below = order[start - 32..<start].map { column[Int($0)] }.max() ?? 0
      let above = order[start..<min(count, start + 32)].map { column[Int($0)] }.min() ?? 0
      #expect(below <= above)
    }
  }

  @Test func rowWriterWritesEachRow() {
    let rows = RowWriter<Int32>.filling(rows: 50, length: 3, with: -1) { writer in
      ThreadTeam(threads: 2).run(50) { row in
        if row != 7 { writer.write(row: row) { $0[1] = Int32(row) } }
      }
    }
    let expected = (0..<50).flatMap { (row: Int32) -> [Int32] in [-1, row == 7 ? -1 : row, -1] }
    #expect(rows == expected)
  }
}
