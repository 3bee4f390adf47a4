/// Searches of many queries at once, block by block: products rule points out, exact distances order
/// the rest. The blocks nearest to the queries come first; a query skips a block whose box is out of
/// its reach.
public struct BlockSearch {
  /// Tiles between two updates of the limits; they stay in the first-level cache meanwhile.
  private static let run = 4

  private let tree: PointTree
  private let blocks: PointBlocks
  private let queries: [QueryPoint]
  private let own: [Int32]
  private var heaps: [NearestHeap]
  /// Float bound of each query on squared distances.
  private var reaches: [Float]
  /// `[query][block]`: squared distance from a query to a block's box.
  private var boxDistances: [Float] = []
  private var active: [BlockQuery] = []
  private var hits: [UInt32]

  /// - Parameter own: for each query a point to leave out; negative for none.
  public init(
    _ queries: [QueryPoint], leavingOut own: [Int32], _ k: Int, in tree: PointTree,
    _ blocks: PointBlocks
  ) {
    self.tree = tree
    self.blocks = blocks
    self.queries = queries
    self.own = own
    heaps = Array(repeating: NearestHeap(capacity: k), count: queries.count)
    reaches = Array(repeating: .infinity, count: queries.count)
    hits = Array(repeating: 0, count: Self.run * PointTree.tileSize * 4)
  }

  /// Whether products of these coordinates cannot overflow.
  public static func takes(_ query: QueryPoint) -> Bool {
    query.coordinates.allSatisfy { abs($0) <= PointBlocks.largestCoordinate }
  }

  /// The heaps of all queries. - Complexity: O(N d) per query, with a small constant.
  public mutating func found() -> [NearestHeap] {
    measureBoxes()
    for block in blocksByDistance() { search(block) }
    return heaps
  }

  private mutating func measureBoxes() {
    let d = tree.dimensions, level = tree.levels[1], groups = (blocks.count + 15) / 16
    boxDistances.reserveCapacity(queries.count * blocks.count)
    for query in queries {
      for group in 0..<groups {
        let distances = WinnowKernels.boxDistances(
          tree.bounds.span, at: (level.firstGroup + group) * 2 * d, from: query.coordinates.span)
        for lane in 0..<min(16, blocks.count - 16 * group) { boxDistances.append(distances[lane]) }
      }
    }
  }

  private func blocksByDistance() -> [Int] {
    let nearest = (0..<blocks.count).map { block in
      stride(from: block, to: boxDistances.count, by: blocks.count)
        .reduce(Float.infinity) { min($0, boxDistances[$1]) }
    }
    return nearest.indices.sorted { (nearest[$0], $0) < (nearest[$1], $1) }
  }

  private mutating func search(_ block: Int) {
    let packed = pack(block)
    let all = block * PointBlocks.tiles..<min(tree.tileCount, (block + 1) * PointBlocks.tiles)
    for first in stride(from: all.lowerBound, to: all.upperBound, by: Self.run) {
      let tiles = first..<min(all.upperBound, first + Self.run)
      for group in stride(from: 0, to: active.count, by: 4) { scan(tiles, group, packed) }
    }
  }

  /// Gathers the queries that the block can matter to, four to a group.
  ///
  /// - Returns: `[group of four][dimension]`: negative coordinates relative to the block's centre.
  private mutating func pack(_ block: Int) -> [SIMD4<Float>] {
    let d = tree.dimensions
    active.removeAll(keepingCapacity: true)
    var packed: [SIMD4<Float>] = []
    packed.reserveCapacity((queries.count + 3) / 4 * d)
    for query in queries.indices {
      if boxDistances[query * blocks.count + block] > reaches[query] { continue }
      if active.count % 4 == 0 { packed.append(contentsOf: repeatElement(.zero, count: d)) }
      let group = packed.count - d, lane = active.count % 4
      var square = 0.0
      for j in 0..<d {
        let x = queries[query].coordinates[j] - blocks.centres[block * d + j]
        packed[group + j][lane] = -x
        square += Double(x) * Double(x)
      }
      active.append(
        BlockQuery(
          query: query, squaredNorm: square, radius: blocks.radii[block], dimensions: d,
          limit: heaps[query].limit))
    }
    return packed
  }

  private mutating func scan(_ tiles: Range<Int>, _ group: Int, _ packed: [SIMD4<Float>]) {
    let d = tree.dimensions
    var limits = SIMD4<Float>(repeating: -.infinity)
    for lane in 0..<min(4, active.count - group) { limits[lane] = active[group + lane].productLimit }
    var room: [UInt32] = []
    swap(&room, &hits)
    let four = packed.span.extracting(group / 4 * d..<(group / 4 + 1) * d)
    var span = room.mutableSpan
    let found = productHits(
      blocks.lanes.span, tiles: tiles, queries: four, limits: limits, into: &span)
    for hit in 0..<found { take(room[hit], tiles, group) }
    swap(&room, &hits)
  }

  private mutating func take(_ hit: UInt32, _ tiles: Range<Int>, _ group: Int) {
    let slot = tiles.lowerBound * PointTree.tileSize + Int(hit >> 2)
    if slot >= tree.count { return }
    let place = group + Int(hit & 3), query = active[place].query
    if tree.order[slot] == own[query] { return }
    let exact = queries[query].squaredDistance(toSlot: slot, of: tree)
    heaps[query].offer(Neighbour(squaredDistance: exact, index: tree.order[slot]))
    if heaps[query].limit < active[place].limit {
      active[place].lower(to: heaps[query].limit)
      reaches[query] = tree.reach(of: heaps[query].limit)
    }
  }
}

/// What a query asks of a block: products ½|p|² − q·p, relative to the block's centre, up to a limit
/// that no point within the exact limit can exceed.
///
/// With u = 2⁻²⁴, rounding changes a coordinate relative to the centre by at most u of itself, so
/// |p − q| by η = u(|p| + |q|); and it changes the sum of d + 1 terms by (d + 2)u(½|p|² + |p||q|).
/// Twice these bounds are added, with |p| the block's radius.
struct BlockQuery {
  let query: Int
  private let shift: Double
  private let base: Double
  /// The exact squared distance that the product limit stands for.
  private(set) var limit: Double
  private(set) var productLimit: Float

  init(query: Int, squaredNorm: Double, radius: Double, dimensions: Int, limit: Double) {
    self.query = query
    let norm = squaredNorm.squareRoot(), terms = Double(dimensions + 4)
    shift = 0x1p-23 * (radius + norm)
    base = terms * (0x1p-23 * (radius * radius / 2 + radius * norm) + 0x1p-125) - squaredNorm / 2
    self.limit = limit
    productLimit = 0
    lower(to: limit)
  }

  mutating func lower(to limit: Double) {
    self.limit = limit
    let distance = limit.squareRoot() + shift
    productLimit = Float(distance * distance / 2 + base).nextUp
  }
}
