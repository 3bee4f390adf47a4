/// The k nearest of the neighbours offered so far, as a binary heap with the farthest on top.
public struct NearestHeap: NeighbourSink, Sendable {
  private var entries: [Neighbour] = []
  private let capacity: Int
  /// The squared distance of the k-th nearest; infinite while there are fewer.
  public private(set) var limit = Double.infinity

  /// - Precondition: `capacity` ≥ 1.
  public init(capacity: Int) {
    precondition(capacity >= 1, "a heap of at least one")
    self.capacity = capacity
    entries.reserveCapacity(capacity)
  }

  /// Takes the neighbour if it is among the k nearest. - Complexity: O(log k).
  @inline(__always)
  public mutating func offer(_ neighbour: Neighbour) {
    if entries.count < capacity {
      entries.append(neighbour)
      siftUp()
      if entries.count == capacity { limit = entries[0].squaredDistance }
    } else if neighbour < entries[0] {
      replaceTop(with: neighbour)
      limit = entries[0].squaredDistance
    }
  }

  func isClosed(toIndicesFrom first: Int32) -> Bool {
    limit == 0 && entries[0].index < first
  }

  /// The neighbours, nearest first; leaves the heap empty. - Complexity: O(k log k).
  public mutating func drain(into row: inout MutableSpan<Neighbour>) -> Int {
    let count = entries.count
    precondition(row.count >= count, "a row for all neighbours")
    for place in stride(from: count - 1, through: 0, by: -1) {
      row[place] = entries[0]
      let last = entries.removeLast()
      if !entries.isEmpty { replaceTop(with: last) }
    }
    limit = .infinity
    return count
  }

  private mutating func siftUp() {
    var place = entries.count - 1
    let item = entries[place]
    while place > 0 {
      let parent = (place - 1) / 2
      if !(entries[parent] < item) { break }
      entries[place] = entries[parent]
      place = parent
    }
    entries[place] = item
  }

  private mutating func replaceTop(with item: Neighbour) {
    let count = entries.count
    var place = 0
    while true {
      var child = 2 * place + 1
      if child >= count { break }
      if child + 1 < count && entries[child] < entries[child + 1] { child += 1 }
      if !(item < entries[child]) { break }
      entries[place] = entries[child]
      place = child
    }
    entries[place] = item
  }
}
