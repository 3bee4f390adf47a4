import Foundation
import WinnowCore

/// A moment on the clock and on those of all threads together.
public struct Moment: Sendable {
  private let wall = ContinuousClock.now
  private let processor = Moment.processorTime()

  public init() {}

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// Seconds that have gone by, and those that the threads have run.
  public func seconds(until end: Moment = Moment()) -> Seconds {
    Seconds(wall: (end.wall - wall) / .seconds(1), processor: end.processor - processor)
  }
}

public struct Seconds: Sendable, Codable {
  public let wall, processor: Double

  public static func / (seconds: Seconds, count: Int) -> Seconds {
    Seconds(wall: seconds.wall / Double(count), processor: seconds.processor / Double(count))
  }
}

/// The time of some work, done once before to warm up.
public func seconds(_ work: () throws -> Void) rethrows -> Seconds {
  try work()
  let start = Moment()
  try work()
  return start.seconds()
}

/// Notes when the epochs end.
public final class EpochClock: ProgressReceiver, @unchecked Sendable {
  private var ends: [Moment] = []

  public init() {}
  public func advance(step: Int, total: Int, events: Int, note: String) { ends.append(Moment()) }

  /// The time of all epochs but the first, which warms up.
  public var seconds: Seconds { ends[0].seconds(until: ends[ends.count - 1]) }
}
