import Synchronization
import WinnowCore

/// Keeps one state in memory; a new one is due at every so manyth question.
final class MemoryKeeper: CheckpointKeeper {
  private let kept = Mutex<(state: Archive?, questions: Int)>((nil, 0))
  private let every: Int

  init(every: Int) { self.every = every }

  func latest() -> Archive? { kept.withLock { $0.state } }

  var isDue: Bool {
    kept.withLock {
      $0.questions += 1
      return $0.questions % every == 0
    }
  }

  func keep(_ state: Archive) { kept.withLock { $0.state = state } }
}

/// Cancels at a step.
struct Interruption: ProgressReceiver {
  let step: Int
  let cancellation: Cancellation

  func advance(step: Int, total: Int, events: Int, note: String) {
    if step == self.step { cancellation.cancel() }
  }
}
