/// Points that may be among the k nearest of one query, with their Float distances, in no order.
///
/// Collecting costs a few instructions per point and no branch that depends on distances. The bound
/// on the k-th distance is tightened by counting, sixteen at a time; exact distances are worked out
/// for the few that are left at the end.
public struct Candidates: ~Copyable {
  /// Most neighbours that can be wanted of a search from tile to tile.
  public static let largestWanted = 64

  /// Kept candidates beyond this number end the collection: too many points are equally far.
  private let mostKept: Int
  /// New candidates between two tightenings of the bound.
  private let interval: Int
  private let distances: UnsafeMutablePointer<Float>
  private let slots: UnsafeMutablePointer<Int32>
  private(set) var count = 0
  private(set) var wanted = 0
  private var tightenedAt = 0

  /// Empty, with room for all that a search keeps.
  ///
  /// - Parameter mostWanted: most neighbours that will be wanted.
  public init(mostWanted: Int = largestWanted + 1) {
    interval = max(12, mostWanted / 6)
    mostKept = max(160, 2 * mostWanted)
    // Whole vectors, with room for a tile or an interval more.
    let capacity = (mostKept + max(PointTree.tileSize, interval) + 31) & ~15
    let room = UnsafeMutableRawPointer.allocate(byteCount: capacity * 8, alignment: 64)
    distances = unsafe room.bindMemory(to: Float.self, capacity: capacity)
    slots = unsafe (room + capacity * 4).bindMemory(to: Int32.self, capacity: capacity)
    unsafe distances.initialize(repeating: .infinity, count: capacity)
    unsafe slots.initialize(repeating: 0, count: capacity)
  }

  deinit { unsafe UnsafeMutableRawPointer(distances).deallocate() }

  /// Begins a collection. - Precondition: 1 ≤ wanted ≤ `mostWanted`.
  mutating func reset(wanted: Int) {
    precondition(wanted >= 1 && 2 * wanted <= mostKept, "a number wanted within the limit")
    self.wanted = wanted
    count = 0
    tightenedAt = wanted
  }

  /// Whether enough came in since the bound was last tightened.
  var isDue: Bool { count >= tightenedAt }
  /// Whether there is no room for another tile.
  var isFull: Bool { count > mostKept }

  /// Takes one point. - Precondition: not full.
  @inline(__always)
  mutating func append(_ distance: Float, slot: Int) {
    unsafe distances[count] = distance
    unsafe slots[count] = Int32(truncatingIfNeeded: slot)
    count &+= 1
  }

  /// Takes the points of one tile whose bits are set.
  @inline(__always)
  mutating func append(_ bits: UInt32, of distances: (first: Lanes, second: Lanes), from slot: Int) {
    for place in SetBits(bits) {
      unsafe self.distances[count] =
        place < 16 ? distances.first[place] : distances.second[place &- 16]
      unsafe slots[count] = Int32(truncatingIfNeeded: slot &+ place)
      count &+= 1
    }
  }

  /// A distance that at least `wanted` candidates do not exceed, near the smallest such, by bisection.
  ///
  /// - Parameter bound: such a distance.
  mutating func tightened(from bound: Float) -> Float {
    padToWholeVector()
    var low: Float = 0, high = bound < .infinity ? bound : largest()
    for _ in 0..<12 {
      let middle = low + (high - low) * 0.5
      let reached = countUp(to: middle)
      if reached < wanted {
        low = middle
      } else {
        high = middle
        if reached <= wanted + 1 { break }
      }
    }
    return high
  }

  /// Drops what is farther than the reach.
  mutating func keep(within reach: Float) {
    let end = reach.bitPattern &+ 1
    var kept = 0
    for place in 0..<count {
      let distance = unsafe distances[place]
      unsafe distances[kept] = distance
      unsafe slots[kept] = slots[place]
      // Bit patterns of numbers ≥ 0 order as they do; a subtraction instead of a branch that misses.
      kept &+= Int(truncatingIfNeeded: (distance.bitPattern &- end) &>> 31)
    }
    count = kept
    tightenedAt = max(kept, wanted) &+ interval
  }

  /// The slot of each candidate.
  @inline(__always)
  func slot(_ place: Int) -> Int { unsafe Int(slots[place]) }

  private func padToWholeVector() {
    for place in count..<(count + 15) & ~15 { unsafe distances[place] = .infinity }
  }

  private func largest() -> Float {
    var largest: Float = 0
    for place in 0..<count { largest = max(largest, unsafe distances[place]) }
    return largest
  }

  @inline(__always)
  private func countUp(to limit: Float) -> Int {
    let limits = Lanes(repeating: limit)
    var counts = SIMD16<Int32>.zero
    for start in stride(from: 0, to: count, by: 16) {
      let lanes = unsafe UnsafeRawPointer(distances + start).load(as: Lanes.self)
      counts = counts.replacing(with: counts &+ 1, where: lanes .<= limits)
    }
    let eights = counts.lowHalf &+ counts.highHalf, fours = eights.lowHalf &+ eights.highHalf
    let pairs = fours.lowHalf &+ fours.highHalf
    return Int(pairs.x &+ pairs.y)
  }
}
