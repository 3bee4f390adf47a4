import Synchronization

/// What surrounds a piece of work: seed, threads, progress, cancellation. Passed down, never global.
public struct RunContext: Sendable {
  public let seed: UInt64
  public let threads: Int
  public let progress: any ProgressReceiver
  public let cancellation: Cancellation
  /// Where a long training leaves its state; nil where nobody wants to resume it.
  public let checkpoints: (any CheckpointKeeper)?

  public init(
    seed: UInt64 = 100, threads: Int = 1, progress: any ProgressReceiver = SilentProgress(),
    cancellation: Cancellation = Cancellation(), checkpoints: (any CheckpointKeeper)? = nil
  ) {
    self.seed = seed
    self.threads = max(1, threads)
    self.progress = progress
    self.cancellation = cancellation
    self.checkpoints = checkpoints
  }

  /// Call between steps of long work. - Throws: `interrupted` once the run was cancelled.
  public func checkCancelled() throws {
    if cancellation.isCancelled { throw WinnowError(.interrupted, "interrupted") }
  }

  /// Call between steps instead of `checkCancelled()` where training can go on from a state: keeps
  /// it where it is time to, and before an interruption.
  /// - Throws: `interrupted` once the run was cancelled; what hinders keeping.
  public func checkpoint(_ state: @autoclosure () -> Archive) throws {
    if let checkpoints, checkpoints.isDue || cancellation.isCancelled {
      try checkpoints.keep(state())
    }
    try checkCancelled()
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

/// Keeps the state of one unfinished training, so that a run that was killed goes on where it was
/// and ends with the same bits. Called from the training's thread.
public protocol CheckpointKeeper: Sendable {
  /// The newest state of an earlier run with the same data and settings; nil where there is none.
  /// - Throws: `badData` for a file that is no checkpoint.
  func latest() throws -> Archive?
  /// Whether enough time has passed since a state was kept; asked between steps.
  var isDue: Bool { get }
  /// Replaces the kept state, at once or not at all.
  func keep(_ state: Archive) throws
}

/// A flag that a signal handler or another thread raises.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  public init() {}
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
  public func cancel() { flag.store(true, ordering: .relaxed) }
}
