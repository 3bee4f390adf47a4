import Synchronization
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
  let values = Mutex([Value?](repeating: nil, count: chunks))
  let team = ThreadTeam(threads: min(threads, chunks))
  team.run(over: count, chunk: size) { index, range in
    let value = body(range)
    values.withLock { $0[index] = value }
  }
  return values.withLock { $0 }.compactMap { $0 }
}
