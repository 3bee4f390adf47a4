/// Searches of many queries at once, block by block: products rule points out, exact distances order
/// the few that are left. The blocks nearest to the queries come first; a query skips a block whose box
/// is out of its reach.
///
/// Each product gives a bound on the exact distance of its point. If wanted points have bounds of at
/// most t, no point farther than t matters: t limits the products that follow, and candidates whose
/// distance must be larger are dropped.
public struct BlockSearch: ~Copyable {
  /// Most neighbours that can be wanted.
  public static let largestWanted = 2048
  /// Tiles between two updates of the limits; they stay in the first-level cache meanwhile.
  private static let tilesPerRun = 2

  private let tree: PointTree
  private let blocks: PointBlocks
  private let queries: [QueryPoint]
  private let own: [Int32]
  private let found: UnsafeMutableBufferPointer<Candidates>
  /// For each query a bound that enough exact squared distances do not exceed.
  private var bounds: [Float]
  /// For each query the largest `shift` and `error` of the blocks that it looked at.
  private var shifts: [Double], errors: [Double]
  /// `[group of four][dimension]`.
  private let coordinates: [SIMD4<Float>]
  /// Float bounds of four queries each on squared distances; −∞ where there is no query.
  private var reaches: [SIMD4<Float>]
  /// `[block][group of four]`: squared distances to the block's box.
  private var boxDistances: [SIMD4<Float>]
  private var hits: [ProductHit]

  private var groups: Int { reaches.count }

  /// - Parameters:
  ///   - own: for each query a point to leave out; negative for none.
  ///   - wanted: neighbours of each query, at most `largestWanted`.
  public init(
    _ queries: [QueryPoint], leavingOut own: [Int32], in tree: PointTree, _ blocks: PointBlocks,
    wanted: Int
  ) {
    let d = tree.dimensions, groups = (queries.count + 3) / 4
    self.tree = tree
    self.blocks = blocks
    self.queries = queries
    self.own = own
    found = UnsafeMutableBufferPointer.allocate(capacity: queries.count)
    for query in queries.indices {
      var empty = Candidates(mostWanted: wanted)
      empty.reset(wanted: wanted)
      unsafe found.initializeElement(at: query, to: empty)
    }
    bounds = Array(repeating: .infinity, count: queries.count)
    shifts = Array(repeating: 0, count: queries.count)
    errors = shifts
    hits = Array(
      repeating: ProductHit(product: 0, place: 0),
      count: Self.tilesPerRun * PointTree.tileSize * 4)
    reaches = Array(repeating: SIMD4(repeating: -.infinity), count: groups)
    boxDistances = Array(repeating: .zero, count: groups * blocks.count)
    var coordinates = [SIMD4<Float>](repeating: .zero, count: groups * d)
    for (query, point) in queries.enumerated() {
      reaches[query / 4][query % 4] = .infinity
      for j in 0..<d { coordinates[query / 4 * d + j][query % 4] = point.coordinates[j] }
    }
    self.coordinates = coordinates
  }

  deinit {
    unsafe found.deinitialize()
    unsafe found.deallocate()
  }

  /// Whether products of these coordinates cannot overflow.
  public static func takes(_ query: QueryPoint) -> Bool {
    query.coordinates.allSatisfy { abs($0) <= PointBlocks.largestCoordinate }
  }

  /// Fills a row for each query. - Complexity: O(N d) per query, with a small constant.
  public mutating func run(into rows: [NearestRow]) {
    measureBoxes()
    for block in blocksByDistance() { search(block) }
    for query in queries.indices {
      var row = rows[query]
      finish(query, into: &row)
      row.finish()
    }
  }

  private mutating func measureBoxes() {
    let d = tree.dimensions, first = tree.levels[1].firstGroup
    for (query, point) in queries.enumerated() {
      for start in stride(from: 0, to: blocks.count, by: 16) {
        let distances = WinnowKernels.boxDistances(
          tree.bounds.span, at: (first + start / 16) * 2 * d, from: point.coordinates.span)
        for block in start..<min(start + 16, blocks.count) {
          boxDistances[block * groups + query / 4][query % 4] = distances[block - start]
        }
      }
    }
  }

  private func blocksByDistance() -> [Int] {
    let nearest = (0..<blocks.count).map { block in
      boxDistances[block * groups..<(block + 1) * groups].reduce(Float.infinity) { least, four in
        min(least, min(min(four.x, four.y), min(four.z, four.w)))
      }
    }
    return nearest.indices.sorted { (nearest[$0], $0) < (nearest[$1], $1) }
  }

  private mutating func search(_ block: Int) {
    let (groups, packed) = pack(block)
    var active = groups
    let all = block * PointBlocks.tiles..<min(tree.tileCount, (block + 1) * PointBlocks.tiles)
    for first in stride(from: all.lowerBound, to: all.upperBound, by: Self.tilesPerRun) {
      let tiles = first..<min(all.upperBound, first + Self.tilesPerRun)
      for place in active.indices { scan(tiles, &active[place], at: place, of: packed) }
    }
  }

  /// The groups of queries that the block can matter to, and their coordinates relative to it.
  private mutating func pack(_ block: Int) -> (active: [BlockQueries], packed: [SIMD4<Float>]) {
    let d = tree.dimensions, centres = blocks.centres, coordinates = coordinates
    var active: [BlockQueries] = []
    active.reserveCapacity(groups)
    var packed = [SIMD4<Float>](repeating: .zero, count: groups * d)
    let centre = centres.span.extracting(block * d..<(block + 1) * d)
    for group in 0..<groups {
      let near = boxDistances[block * groups + group] .<= reaches[group]
      if near == SIMDMask(repeating: false) { continue }
      var relative = packed.mutableSpan
      let squares = recentre(
        coordinates.span.extracting(group * d..<(group + 1) * d), on: centre, into: &relative,
        at: active.count * d)
      var four = BlockQueries(
        group: group, squares: squares, radius: blocks.radii[block], dimensions: d)
      for lane in 0..<4 where near[lane] {
        let query = group * 4 + lane
        four.limit(lane, to: Double(bounds[query]))
        shifts[query] = max(shifts[query], four.shift[lane])
        errors[query] = max(errors[query], four.error[lane])
      }
      active.append(four)
    }
    return (active, packed)
  }

  private mutating func scan(
    _ tiles: Range<Int>, _ four: inout BlockQueries, at place: Int, of packed: [SIMD4<Float>]
  ) {
    let d = tree.dimensions
    let relative = packed.span.extracting(place * d..<(place + 1) * d)
    var room: [ProductHit] = []
    swap(&room, &hits)
    var span = room.mutableSpan
    let count = productHits(
      blocks.lanes.span, tiles: tiles, queries: relative, limits: four.limits, into: &span)
    for hit in 0..<count { take(room[hit], tiles, &four) }
    swap(&room, &hits)
  }

  private mutating func take(_ hit: ProductHit, _ tiles: Range<Int>, _ four: inout BlockQueries) {
    let slot = tiles.lowerBound * PointTree.tileSize + Int(hit.place >> 2)
    let lane = Int(hit.place & 3), query = four.group * 4 + lane
    // The limit may have come down since the products were looked through.
    if slot >= tree.count || !(hit.product <= four.limits[lane]) { return }
    if tree.order[slot] == own[query] { return }
    unsafe found[query].append(four.squaredDistance(atMost: hit.product, lane), slot: slot)
    if unsafe found[query].isDue { tighten(query, lane, &four) }
  }

  /// With L ≤ d² ≤ U the bounds of a candidate, s the shift and e the error, √U ≤ a + s and
  /// √L ≥ b − s, where a² − b² = 4e. So L ≤ t has U ≤ t + 4e + 4s(√t + s + 2√e).
  private mutating func tighten(_ query: Int, _ lane: Int, _ four: inout BlockQueries) {
    let bound = unsafe found[query].tightened(from: bounds[query])
    bounds[query] = bound
    let t = Double(bound), s = shifts[query], e = errors[query]
    let slack = 4 * e + 4 * s * (t.squareRoot() + s + 2 * e.squareRoot())
    unsafe found[query].keep(within: Float((t + slack) * (1 + 0x1p-40)).nextUp)
    four.limit(lane, to: t)
    reaches[four.group][lane] = tree.reach(of: t)
    if unsafe found[query].isFull {
      four.close(lane)
      reaches[four.group][lane] = -.infinity
    }
  }

  private func finish(_ query: Int, into row: inout NearestRow) {
    if reaches[query / 4][query % 4] == -.infinity {
      // More points equally far than candidates find room: one by one, ordered by index.
      var stack = SearchStack(for: tree)
      return tree.search(queries[query], leavingOut: own[query], stack: &stack, into: &row)
    }
    for place in 0..<(unsafe found[query].count) {
      let slot = unsafe found[query].slot(place)
      let exact = queries[query].squaredDistance(toSlot: slot, of: tree)
      row.offer(Neighbour(squaredDistance: exact, index: tree.order[slot]))
    }
  }
}
