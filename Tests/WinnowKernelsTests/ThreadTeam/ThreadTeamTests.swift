import Synchronization
import Testing
import WinnowKernels

@Suite struct ThreadTeamTests {
  /// What the tasks share is handed over as it is, and each number comes once.
  @Test(arguments: [1, 2, 3])
  func tasksOnSharedWorkRunOnce(threads: Int) {
    let team = ThreadTeam(threads: threads)
    let counts = SharedBuffer(repeating: 0, count: 40)
    for round in 1...200 {
      team.run(40, on: (counts, round, "as it is")) { work, task in
        let (counts, round, text) = work
        counts[task] += text == "as it is" ? round : 0
      }
    }
    #expect(counts.read { counts in counts.indices.allSatisfy { counts[$0] == 200 * 201 / 2 } })
  }

  @Test(arguments: [1, 2, 3, 5], [0, 1, 2, 7, 100])
  func runsEachTaskOnce(threads: Int, tasks: Int) {
    let team = ThreadTeam(threads: threads)
    let counts = Mutex([Int](repeating: 0, count: tasks))
    for _ in 0..<20 { team.run(tasks) { task in counts.withLock { $0[task] += 1 } } }
    #expect(counts.withLock { $0 } == Array(repeating: 20, count: tasks))
  }

  @Test(arguments: [1, 3], [0, 1, 9, 10, 11, 25])
  func chunksCoverTheRange(threads: Int, count: Int) {
    let team = ThreadTeam(threads: threads)
    let seen = Mutex([Int: Range<Int>]())
    team.run(over: count, chunk: 10) { index, range in seen.withLock { $0[index] = range } }
    let ranges = seen.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value)
    #expect(ranges.flatMap { Array($0) } == Array(0..<count))
    #expect(ranges.dropLast().allSatisfy { $0.count == 10 })
  }

  @Test func wakesThreadsThatFellAsleep() async throws {
    let team = ThreadTeam(threads: 2)
    for _ in 0..<3 {
      let sum = Atomic<Int>(0)
      team.run(10) { sum.add($0, ordering: .relaxed) }
      #expect(sum.load(ordering: .relaxed) == 45)
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}
