import Synchronization
import WinnowCore

/// Keeps one state in memory; a new one is due at every so manyth question.
public final class MemoryKeeper: CheckpointKeeper {
  private let kept = Mutex<(state: Archive?, questions: Int)>((nil, 0))
  private let every: Int

  public init(every: Int) { self.every = every }

  public func latest() -> Archive? { kept.withLock { $0.state } }

  public var isDue: Bool {
    kept.withLock {
      $0.questions += 1
      return $0.questions % every == 0
    }
  }

  public func keep(_ state: Archive) { kept.withLock { $0.state = state } }
}

/// Cancels at a step.
public struct Interruption: ProgressReceiver {
  private let step: Int
  private let cancellation: Cancellation

  public init(step: Int, cancellation: Cancellation) {
    self.step = step
    self.cancellation = cancellation
  }

  public func advance(step: Int, total: Int, events: Int, note: String) {
    if step == self.step { cancellation.cancel() }
  }
}
