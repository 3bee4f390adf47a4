import Synchronization

/// Decompressors that wait for the next basket or page; as many as threads have worked at once.
final class DecompressorPool: Sendable {
  private let idle = Mutex<[Decompressor]>([])

  func take() -> Decompressor { idle.withLock { $0.popLast() } ?? Decompressor() }
  func give(_ decompressor: Decompressor) { idle.withLock { $0.append(decompressor) } }
}
