import Foundation
import Synchronization
import WinnowCore

/// How far a piece of work is.
struct ProgressLine: Sendable {
  let name: String
  let step: Int
  let total: Int
  let events: Int
  let note: String
  let elapsed: Double

  var fraction: Double { total > 0 ? min(1, Double(step) / Double(total)) : 0 }

  /// Seconds left, if all goes on as so far.
  private var remaining: Double? { step > 0 ? elapsed * (1 / fraction - 1) : nil }

  /// `BDT   [██████····]  62 %  1.2 M events/s  4 s left  loss 0.312`
  var bar: String {
    let width = 24
    let filled = Int((Double(width) * fraction).rounded(.down))
    let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled)
    return "\(name.padded(to: 14)) [\(bar)] \(facts.joined(separator: "  "))"
  }

  /// `BDT: 62 % (248/400), 1.2 M events/s, 4 s left, loss 0.312`
  var sentence: String { "\(name): \(facts.joined(separator: ", "))" }

  private var facts: [String] {
    var facts = ["\(Int(100 * fraction)) %"]
    if events > 0, elapsed > 0 { facts.append(Self.rate(Double(events) / elapsed)) }
    if let remaining, step < total { facts.append("\(Int(remaining.rounded(.up))) s left") }
    if !note.isEmpty { facts.append(note) }
    return facts
  }

  private static func rate(_ perSecond: Double) -> String {
    switch perSecond {
    case 1e6...: String(format: "%.1f M events/s", perSecond / 1e6)
    case 1e3...: String(format: "%.0f k events/s", perSecond / 1e3)
    default: String(format: "%.0f events/s", perSecond)
    }
  }
}

extension String {
  func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}

/// Passes the progress of one method to the console.
final class ProgressReporter: ProgressReceiver {
  private let console: Console
  private let name: String
  private let start = ContinuousClock.now
  private let tenths = Atomic<Int>(0)

  init(console: Console, name: String) {
    self.console = console
    self.name = name
  }

  func advance(step: Int, total: Int, events: Int, note: String) {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let line = ProgressLine(
      name: name, step: step, total: total, events: events, note: note, elapsed: elapsed)
    console.update(line)
    let tenth = Int(10 * line.fraction)
    if tenths.exchange(tenth, ordering: .relaxed) != tenth { console.milestone(line.sentence) }
  }
}
