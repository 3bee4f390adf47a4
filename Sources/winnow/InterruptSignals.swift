import Dispatch
import Foundation
import WinnowCore

/// Turns Ctrl-C and a batch system's SIGTERM into a cancellation, so that a run ends tidily; a second
/// signal ends the process at once.
struct InterruptSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ cancellation: Cancellation) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        cancellation.cancel()
        signal(number, SIG_DFL)
      }
      source.resume()
      return source
    }
  }

  func stop() {
    for source in sources { source.cancel() }
  }
}
