import CIntrinsics
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
    if isAlone(tasks) {
      for task in 0..<max(0, tasks) { body(task) }
      return
    }
    withoutActuallyEscaping(body) { run(tasks, on: Body(call: $0)) { body, task in body.call(task) } }
  }

  /// Runs `body(chunk, range)` over fixed-size chunks of `0..<count`. The chunks depend on `count`
  /// and `size` alone, never on the number of threads.
  public func run(over count: Int, chunk size: Int, _ body: (Int, Range<Int>) -> Void) {
    run((count + size - 1) / size) { index in
      body(index, index * size..<min(count, (index + 1) * size))
    }
  }

  /// Runs `body(work, 0) … body(work, tasks - 1)`. Allocates nothing where `body` captures nothing: for
  /// steps that are repeated many thousand times.
  @inlinable
  public func run<Work>(_ tasks: Int, on work: Work, _ body: @escaping (Work, Int) -> Void) {
    if isAlone(tasks) {
      for task in 0..<max(0, tasks) { body(work, task) }
      return
    }
    let job = Job(work: work, body: body)
    unsafe withUnsafePointer(to: job) { unsafe share(LentJob(kind: Job<Work>.self, place: $0), tasks) }
  }

  @usableFromInline
  func isAlone(_ tasks: Int) -> Bool { threads == 1 || tasks <= 1 }

  @usableFromInline
  func share(_ job: LentJob, _ tasks: Int) { shared.run(job, tasks, workers: threads - 1) }
}

/// A closure of one number as the work of a job.
private struct Body {
  let call: (Int) -> Void
}

/// What the threads of a team do together; it stays on the caller's stack.
@usableFromInline
struct Job<Work>: SharedJob {
  @usableFromInline let work: Work
  @usableFromInline let body: (Work, Int) -> Void

  @usableFromInline
  init(work: Work, body: @escaping (Work, Int) -> Void) {
    self.work = work
    self.body = body
  }

  @usableFromInline
  static func run(_ task: Int, at place: UnsafeRawPointer) {
    let job = unsafe place.assumingMemoryBound(to: Self.self)
    unsafe job.pointee.body(job.pointee.work, task)
  }
}

@usableFromInline
protocol SharedJob {
  /// - Parameter place: where the job, of this type, lies.
  static func run(_ task: Int, at place: UnsafeRawPointer)
}

/// A job that is used where it lies, by threads that do not know its type.
@usableFromInline
struct LentJob {
  private let kind: any SharedJob.Type
  private let place: UnsafeRawPointer

  @usableFromInline
  init(kind: any SharedJob.Type, place: UnsafeRawPointer) {
    self.kind = kind
    unsafe self.place = place
  }

  func run(_ task: Int) { unsafe kind.run(task, at: place) }
}

/// The state that a team's threads share. `job` and `tasks` are written by the caller before it raises
/// `generation` and read by workers after they see the new one, which orders the two.
private final class Shared: @unchecked Sendable {
  private var job: LentJob?
  private var tasks = 0
  private let generation = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let busy = Atomic<Int>(0)
  private let stopped = Atomic<Bool>(false)
  private let gate = NSCondition()
  private let sleepers = Atomic<Int>(0)

  /// Looks of 20 to 50 ns each between two offers of the processor to another thread: where threads are more
  /// than processors, the one that is waited for may need this one.
  private static let looks = 50
  /// Offers before an idle thread sleeps: longer than the caller's own work between two steps, and about what
  /// it costs to sleep and to be woken.
  private static let patience = 40

  func run(_ job: LentJob, _ tasks: Int, workers: Int) {
    self.job = job
    self.tasks = tasks
    next.store(0, ordering: .relaxed)
    busy.store(workers, ordering: .relaxed)
    generation.add(1, ordering: .sequentiallyConsistent)
    wakeSleepers()
    takeTasks()
    while !look(until: { busy.load(ordering: .acquiring) == 0 }) { sched_yield() }
    self.job = nil
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
    let tasks = tasks
    while true {
      let task = next.add(1, ordering: .relaxed).oldValue
      if task >= tasks { return }
      job.run(task)
    }
  }

  private func waitForNewGeneration(after seen: Int) -> Int {
    for _ in 0..<Self.patience {
      if look(until: { generation.load(ordering: .acquiring) != seen }) {
        return generation.load(ordering: .acquiring)
      }
      sched_yield()
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

  /// - Returns: whether it came to be so.
  @inline(__always)
  private func look(until isSo: () -> Bool) -> Bool {
    for _ in 0..<Self.looks {
      if isSo() { return true }
      winnow_pause()
    }
    return false
  }

  private func wakeSleepers() {
    if sleepers.load(ordering: .sequentiallyConsistent) == 0 { return }
    gate.lock()
    gate.broadcast()
    gate.unlock()
  }
}
