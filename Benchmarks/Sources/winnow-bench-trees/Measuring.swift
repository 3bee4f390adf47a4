import Foundation
import Synchronization
import WinnowCore

func seconds(_ work: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure(work) / .seconds(1)
}

/// Of all threads.
func processorSeconds(_ work: () throws -> Void) rethrows -> Double {
  let start = clock()
  try work()
  return Double(clock() - start) / Double(CLOCKS_PER_SEC)
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// When the first and the last tree were done: the time between is without binning.
final class TreeTimes: ProgressReceiver {
  private let times = Mutex<(first: ContinuousClock.Instant?, last: ContinuousClock.Instant?, trees: Int)>(
    (nil, nil, 0))

  func advance(step: Int, total: Int, events: Int, note: String) {
    times.withLock {
      $0.last = .now
      $0.first = $0.first ?? $0.last
      $0.trees = step
    }
  }

  /// Of all trees; nil for fewer than two.
  var seconds: Double? {
    times.withLock { times in
      guard let first = times.first, let last = times.last, times.trees > 1 else { return nil }
      return (last - first) / .seconds(1) * Double(times.trees) / Double(times.trees - 1)
    }
  }
}

/// The largest memory that the process has used so far, in bytes.
func peakMemory() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
  return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
}

/// Prints figures as one line of JSON.
func report(_ figures: [String: Double]) throws {
  let data = try JSONSerialization.data(withJSONObject: figures, options: .sortedKeys)
  print(String(decoding: data, as: UTF8.self))
}
