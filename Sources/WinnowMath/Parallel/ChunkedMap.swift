import WinnowKernels

/// The values of `body` over fixed-size chunks of `0..<count`, in the order of the chunks.
///
/// The chunks depend on `count` and `size` alone, so that results joined in this order have the same
/// bits at any thread count.
/// - Complexity: count / threads, besides the cost of starting the threads.
public func chunkedMap<Value: Sendable>(
  _ count: Int, chunk size: Int = 8192, threads: Int, _ body: (Range<Int>) -> Value
) -> [Value] {
  let chunks = (count + size - 1) / size
  return ThreadTeam(threads: min(threads, chunks)).map(chunks) { index in
    body(index * size..<min(count, (index + 1) * size))
  }
}
