/// Searches of many queries at once, block by block: products rule points out, exact distances order
/// the rest. The blocks nearest to the queries come first; a query skips a block whose box is out of
/// its reach.
public struct BlockSearch {
  /// Tiles between two updates of the limits; they stay in the first-level cache meanwhile.
  private static let tilesPerRun = 2

  private let tree: PointTree
  private let blocks: PointBlocks
  private let queries: [QueryPoint]
  private let own: [Int32]
  private var found: [NearestRow]
  /// `[group of four][dimension]`.
  private let coordinates: [SIMD4<Float>]
  /// Float bounds of four queries each on squared distances; −∞ where there is no query.
  private var reaches: [SIMD4<Float>]
  /// `[block][group of four]`: squared distances to the block's box.
  private var boxDistances: [SIMD4<Float>]
  private var hits = [UInt32](repeating: 0, count: tilesPerRun * PointTree.tileSize * 4)

  private var groups: Int { reaches.count }

  /// - Parameters:
  ///   - own: for each query a point to leave out; negative for none.
  ///   - rows: for each query where its neighbours go.
  public init(
    _ queries: [QueryPoint], leavingOut own: [Int32], in tree: PointTree, _ blocks: PointBlocks,
    into rows: [NearestRow]
  ) {
    let d = tree.dimensions, groups = (queries.count + 3) / 4
    self.tree = tree
    self.blocks = blocks
    self.queries = queries
    self.own = own
    found = rows
    reaches = Array(repeating: SIMD4(repeating: -.infinity), count: groups)
    boxDistances = Array(repeating: .zero, count: groups * blocks.count)
    var coordinates = [SIMD4<Float>](repeating: .zero, count: groups * d)
    for (query, point) in queries.enumerated() {
      reaches[query / 4][query % 4] = .infinity
      for j in 0..<d { coordinates[query / 4 * d + j][query % 4] = point.coordinates[j] }
    }
    self.coordinates = coordinates
  }

  /// Whether products of these coordinates cannot overflow.
  public static func takes(_ query: QueryPoint) -> Bool {
    query.coordinates.allSatisfy { abs($0) <= PointBlocks.largestCoordinate }
  }

  /// Fills the rows. - Complexity: O(N d) per query, with a small constant.
  public mutating func run() {
    measureBoxes()
    for block in blocksByDistance() { search(block) }
    for query in found.indices { found[query].finish() }
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
  private func pack(_ block: Int) -> (active: [BlockQueries], packed: [SIMD4<Float>]) {
    let d = tree.dimensions
    var active: [BlockQueries] = []
    active.reserveCapacity(groups)
    var packed = [SIMD4<Float>](repeating: .zero, count: groups * d)
    let centre = blocks.centres.span.extracting(block * d..<(block + 1) * d)
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
        four.limit(lane, to: found[group * 4 + lane].limit)
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
    var room: [UInt32] = []
    swap(&room, &hits)
    var span = room.mutableSpan
    let count = productHits(
      blocks.lanes.span, tiles: tiles, queries: relative, limits: four.limits, into: &span)
    for hit in 0..<count { take(room[hit], tiles, &four) }
    swap(&room, &hits)
  }

  private mutating func take(_ hit: UInt32, _ tiles: Range<Int>, _ four: inout BlockQueries) {
    let slot = tiles.lowerBound * PointTree.tileSize + Int(hit >> 2)
    if slot >= tree.count { return }
    let lane = Int(hit & 3), query = four.group * 4 + lane
    if tree.order[slot] == own[query] { return }
    let exact = queries[query].squaredDistance(toSlot: slot, of: tree), before = found[query].limit
    found[query].offer(Neighbour(squaredDistance: exact, index: tree.order[slot]))
    if found[query].limit < before {
      four.limit(lane, to: found[query].limit)
      reaches[four.group][lane] = tree.reach(of: found[query].limit)
    }
  }
}
