// How finely a graph's events are spread over threads and memory.
extension Graph {
  /// Multiplications for one event, roughly.
  var work: Int {
    nodes.reduce(0) { $0 + $1.operation.work(for: $1.inputs.map(shape(of:))) }
  }

  /// Whether one event is so much work, with each parameter used many times over, that few of them are
  /// worth a thread: images and sequences.
  var isHeavy: Bool { work > max(500_000, 4 * parameterCount) }

  /// The fewest events of a chunk of a training batch: enough for matrix products to be worth their
  /// calls, and a multiple of what operations ask for.
  var smallestChunk: Int {
    nodes.reduce(isHeavy ? 16 : 64) {
      max($0, $1.operation.rowMultiple(for: $1.inputs.map(shape(of:))))
    }
  }
}
