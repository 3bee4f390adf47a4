import Foundation
import Synchronization

/// A fixed set of threads that runs numbered tasks and waits for all of them.
///
/// Which thread takes which task is left open; results are the same at any thread count as long as
/// each task writes only what belongs to its number and sums are joined in the order of the numbers.
/// Idle threads spin briefly, so that steps of microseconds scale, and sleep after that.
/// One caller at a time; tasks must not call `run` of the same team.
public final class ThreadTeam: Sendable {
  public let threads: Int
  private let shared: Shared

  public init(threads: Int) {
    self.threads = max(1, threads)
    shared = Shared()
    for _ in 1..<self.threads {
      let thread = Thread { [shared] in shared.work() }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  deinit { shared.stop() }

  /// Runs `body(0) … body(tasks - 1)`, each once, and returns when all are done.
  public func run(_ tasks: Int, _ body: (Int) -> Void) {
    if threads == 1 || tasks <= 1 {
      for task in 0..<max(0, tasks) { body(task) }
      return
    }
    shared.run(tasks, workers: threads - 1, body)
  }

  /// Runs `body(chunk, range)` over fixed-size chunks of `0..<count`. The chunks depend on `count`
  /// and `size` alone, never on the number of threads.
  public func run(over count: Int, chunk size: Int, _ body: (Int, Range<Int>) -> Void) {
    run((count + size - 1) / size) { index in
      body(index, index * size..<min(count, (index + 1) * size))
    }
  }
}

/// The state that a team's threads share. `job` is written by the caller before it raises
/// `generation` and read by workers after they see the new one, which orders the two.
private final class Shared: @unchecked Sendable {
  private struct Job {
    let tasks: Int
    let body: (Int) -> Void
  }

  private var job: Job?
  private let generation = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let busy = Atomic<Int>(0)
  private let stopped = Atomic<Bool>(false)
  private let gate = NSCondition()
  private let sleepers = Atomic<Int>(0)

  private static let spins = 4000

  func run(_ tasks: Int, workers: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      job = Job(tasks: tasks, body: body)
      next.store(0, ordering: .relaxed)
      busy.store(workers, ordering: .relaxed)
      generation.add(1, ordering: .sequentiallyConsistent)
      wakeSleepers()
      takeTasks()
      while busy.load(ordering: .acquiring) > 0 { sched_yield() }
      job = nil
    }
  }

  func work() {
    var seen = 0
    while true {
      seen = waitForNewGeneration(after: seen)
      if stopped.load(ordering: .acquiring) { return }
      takeTasks()
      busy.subtract(1, ordering: .releasing)
    }
  }

  func stop() {
    stopped.store(true, ordering: .releasing)
    generation.add(1, ordering: .sequentiallyConsistent)
    wakeSleepers()
  }

  private func takeTasks() {
    guard let job else { return }
    while true {
      let task = next.add(1, ordering: .relaxed).oldValue
      if task >= job.tasks { return }
      job.body(task)
    }
  }

  private func waitForNewGeneration(after seen: Int) -> Int {
    for _ in 0..<Self.spins {
      let now = generation.load(ordering: .acquiring)
      if now != seen { return now }
    }
    gate.lock()
    defer { gate.unlock() }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    defer { sleepers.subtract(1, ordering: .sequentiallyConsistent) }
    while true {
      let now = generation.load(ordering: .sequentiallyConsistent)
      if now != seen { return now }
      gate.wait()
    }
  }

  private func wakeSleepers() {
    if sleepers.load(ordering: .sequentiallyConsistent) == 0 { return }
    gate.lock()
    gate.broadcast()
    gate.unlock()
  }
}
