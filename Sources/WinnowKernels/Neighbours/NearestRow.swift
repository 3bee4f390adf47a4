/// The nearest of the neighbours offered so far, kept in one row of a result.
///
/// Up to 64 are kept in order, by insertion; more as a binary heap with the farthest on top.
public struct NearestRow: NeighbourSink {
  private static let longestSorted = 64

  private let entries: UnsafeMutableBufferPointer<Neighbour>
  private let isSorted: Bool
  private var count = 0
  /// The squared distance of the farthest kept; infinite while the row is not full.
  public private(set) var limit = Double.infinity

  /// - Precondition: the row has room for one; it is used by nobody else, and no longer than its
  ///   writer lives.
  public init(_ writer: RowWriter<Neighbour>, row: Int) {
    entries = unsafe writer.storage(ofRow: row)
    precondition(entries.count >= 1, "a row of at least one")
    isSorted = entries.count <= Self.longestSorted
  }

  /// How many neighbours the row takes.
  public var length: Int { entries.count }

  func isClosed(toIndicesFrom first: Int32) -> Bool {
    limit == 0 && (unsafe entries[isSorted ? entries.count - 1 : 0].index) < first
  }

  /// Takes the neighbour if it is among the nearest. - Complexity: O(min(k, 64) + log k).
  @inline(__always)
  public mutating func offer(_ neighbour: Neighbour) {
    if isSorted { insert(neighbour) } else { push(neighbour) }
  }

  /// Puts the neighbours in order, nearest first. - Complexity: O(k log k).
  public mutating func finish() {
    if isSorted { return }
    var kept = unsafe UnsafeMutableBufferPointer(rebasing: entries[..<count])
    unsafe kept.sort()
  }

  @inline(__always)
  private mutating func insert(_ item: Neighbour) {
    var place = count
    if count == entries.count {
      place -= 1
      if !(item < (unsafe entries[place])) { return }
    } else {
      count += 1
    }
    while place > 0, item < (unsafe entries[place &- 1]) {
      unsafe entries[place] = entries[place &- 1]
      place &-= 1
    }
    unsafe entries[place] = item
    if count == entries.count { limit = unsafe entries[count &- 1].squaredDistance }
  }

  private mutating func push(_ item: Neighbour) {
    if count < entries.count {
      siftUp(item)
      count += 1
    } else if item < (unsafe entries[0]) {
      siftDown(item)
    }
    if count == entries.count { limit = unsafe entries[0].squaredDistance }
  }

  private func siftUp(_ item: Neighbour) {
    var place = count
    while place > 0, (unsafe entries[(place - 1) / 2]) < item {
      unsafe entries[place] = entries[(place - 1) / 2]
      place = (place - 1) / 2
    }
    unsafe entries[place] = item
  }

  private func siftDown(_ item: Neighbour) {
    var place = 0
    while true {
      var child = 2 * place + 1
      if child >= count { break }
      if child + 1 < count, (unsafe entries[child] < entries[child + 1]) { child += 1 }
      if !(item < (unsafe entries[child])) { break }
      unsafe entries[place] = entries[child]
      place = child
    }
    unsafe entries[place] = item
  }
}
