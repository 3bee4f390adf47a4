import WinnowKernels

/// Lays tensors out in one block of memory so that those alive at the same time do not overlap.
///
/// Places the largest first, each at the lowest free address. - Complexity: O(n²) for n tensors.
package struct MemoryPlanner {
  /// A tensor's size and the steps of the schedule during which it must keep its contents.
  package struct Request {
    package let count: Int
    package let alive: ClosedRange<Int>

    package init(count: Int, alive: ClosedRange<Int>) {
      self.count = count
      self.alive = alive
    }
  }

  /// Where each tensor starts, in the order of the requests.
  package let starts: [Int]
  /// The size of the block.
  package let total: Int

  package init(_ requests: [Request]) {
    var starts = [Int](repeating: 0, count: requests.count)
    var placed: [Int] = []
    var total = 0
    let order = requests.indices.sorted {
      (requests[$0].count, $1) > (requests[$1].count, $0)
    }
    for index in order {
      let request = requests[index]
      let neighbours = placed.filter { requests[$0].alive.overlaps(request.alive) }
        .sorted { starts[$0] < starts[$1] }
      var start = 0
      for other in neighbours {
        if start + request.count <= starts[other] { break }
        start = max(start, Arena.aligned(starts[other] + requests[other].count))
      }
      starts[index] = start
      placed.append(index)
      total = max(total, start + request.count)
    }
    self.starts = starts
    self.total = Arena.aligned(total)
  }
}
