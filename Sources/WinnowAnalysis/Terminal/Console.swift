import Foundation
import Logging
import Synchronization
import WinnowCore

/// Where a run tells what it does: the terminal, and a log file beside the results.
///
/// On a terminal, methods in training have one progress line each, redrawn in place; elsewhere plain
/// lines appear at each tenth of the work. Tables go to standard output, all else to standard error.
public final class Console: Sendable {
  private struct State {
    var lines: [ProgressLine] = []
    var drawn = 0
    var lastDrawing = ContinuousClock.now
  }

  public let isQuiet: Bool
  public let usesColor: Bool
  private let isTerminal: Bool
  private let state = Mutex(State())
  private let log: Logger

  public init(quiet: Bool = false, log: Logger) {
    isQuiet = quiet
    isTerminal = isatty(STDERR_FILENO) == 1
    let wanted = ProcessInfo.processInfo.environment["NO_COLOR"].map(\.isEmpty) ?? true
    usesColor = wanted && isatty(STDOUT_FILENO) == 1
    self.log = log
  }

  /// One line for the person and for the log.
  public func say(_ text: String) {
    log.info("\(text)")
    if !isQuiet { writeAbove(text) }
  }

  public func warn(_ text: String) {
    log.warning("\(text)")
    writeAbove("warning: \(text)")
  }

  /// A table, on standard output; it is printed in quiet runs too.
  public func table(_ text: String) {
    state.withLock { erase(&$0) }
    // A closed or full terminal must not end a run whose results are written already.
    try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  }

  /// A receiver that shows the progress of one piece of work under a name.
  public func progress(of name: String) -> any ProgressReceiver {
    ProgressReporter(console: self, name: name)
  }

  func update(_ line: ProgressLine) {
    if isQuiet { return }
    state.withLock { state in
      if let index = state.lines.firstIndex(where: { $0.name == line.name }) {
        state.lines[index] = line
      } else {
        state.lines.append(line)
      }
      let now = ContinuousClock.now
      guard isTerminal, now - state.lastDrawing > .milliseconds(100) else { return }
      state.lastDrawing = now
      erase(&state)
      draw(&state)
    }
  }

  /// Ends the line of a piece of work.
  public func finish(_ name: String) {
    state.withLock { state in
      erase(&state)
      state.lines.removeAll { $0.name == name }
    }
  }

  /// A line of progress where lines cannot be redrawn.
  func milestone(_ text: String) {
    log.debug("\(text)")
    if !isTerminal && !isQuiet { write(text + "\n") }
  }

  private func writeAbove(_ text: String) {
    state.withLock { state in
      erase(&state)
      write(text + "\n")
      draw(&state)
    }
  }

  private func erase(_ state: inout State) {
    if state.drawn > 0 { write("\u{1B}[\(state.drawn)A\u{1B}[J") }
    state.drawn = 0
  }

  private func draw(_ state: inout State) {
    guard isTerminal, !isQuiet else { return }
    for line in state.lines { write(line.bar + "\n") }
    state.drawn = state.lines.count
  }

  private func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
