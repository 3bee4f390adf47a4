import Foundation
import WinnowCore

/// How many threads the job was given, which is not how many the machine has.
public enum ThreadBudget {
  /// The smallest of the affinity mask, `OMP_NUM_THREADS` and `SLURM_CPUS_PER_TASK`, where set.
  public static func ofJob(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    affinity: Int = ProcessInfo.processInfo.activeProcessorCount
  ) -> Int {
    let limits = ["OMP_NUM_THREADS", "SLURM_CPUS_PER_TASK"].compactMap { name in
      // OpenMP allows a list, one number per nesting level; the first is ours.
      environment[name]?.split(separator: ",").first.flatMap { Int($0) }
    }
    return max(1, (limits.filter { $0 > 0 } + [affinity]).min() ?? 1)
  }

  /// How many methods train at a time, and with how many threads each.
  ///
  /// Methods side by side use cores better than threads inside one method do.
  static func divide(_ threads: Int, over methods: Int) -> (workers: Int, threadsEach: Int) {
    let workers = max(1, min(threads, methods))
    return (workers, max(1, threads / workers))
  }
}
