import Synchronization

/// What surrounds a piece of work: seed, threads, progress, cancellation. Passed down, never global.
public struct RunContext: Sendable {
  public let seed: UInt64
  public let threads: Int
  public let progress: any ProgressReceiver
  public let cancellation: Cancellation

  public init(
    seed: UInt64 = 100, threads: Int = 1, progress: any ProgressReceiver = SilentProgress(),
    cancellation: Cancellation = Cancellation()
  ) {
    self.seed = seed
    self.threads = max(1, threads)
    self.progress = progress
    self.cancellation = cancellation
  }

  /// Call between steps of long work. - Throws: `interrupted` once the run was cancelled.
  public func checkCancelled() throws {
    if cancellation.isCancelled { throw WinnowError(.interrupted, "interrupted") }
  }
}

/// Receives the progress of one piece of work. Called from its thread, possibly often.
public protocol ProgressReceiver: Sendable {
  /// - Parameters:
  ///   - step, total: steps done and planned (trees, epochs).
  ///   - events: events processed so far, for a rate; 0 where it has no meaning.
  ///   - note: a short text such as the present loss.
  func advance(step: Int, total: Int, events: Int, note: String)
}

public struct SilentProgress: ProgressReceiver {
  public init() {}
  public func advance(step: Int, total: Int, events: Int, note: String) {}
}

/// A flag that a signal handler or another thread raises.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  public init() {}
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
  public func cancel() { flag.store(true, ordering: .relaxed) }
}
