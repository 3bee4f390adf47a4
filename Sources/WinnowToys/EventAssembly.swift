import WinnowCore
import WinnowMath

/// Which event a toy is asked for.
struct EventPlace {
  let seed: UInt64
  let index: Int

  /// Random numbers for one purpose in this event. Each event may use 2²⁰ places of a stream.
  func random(_ stream: RandomStream) -> CounterRandom {
    CounterRandom(seed: seed, stream: stream.rawValue, index: UInt64(index) << 20)
  }
}

/// Which event of which class a toy is asked for.
struct EventRequest {
  let place: EventPlace
  let isSignal: Bool

  func random(_ stream: RandomStream) -> CounterRandom { place.random(stream) }
}

/// One stream per purpose, so that a change to one leaves the others' numbers alone.
enum RandomStream: UInt64 {
  case classes = 0x70_79_01
  case inputs, weights, production, decay, detector, response
}

/// Puts events made one by one into a sample.
struct EventAssembly {
  let features: [Feature]
  let signalFraction: Double

  /// - Parameter make: fills the row, one number per feature, and returns the event's weight.
  func sample(
    events: Int, seed: UInt64, threads: Int,
    _ make: @Sendable (EventRequest, inout [Float]) -> Double
  ) -> Sample {
    let labels = classLabels(events: events, seed: seed)
    let made = EventColumns<Float>(features.count, events: events, threads: threads) { index, row in
      let place = EventPlace(seed: seed, index: index)
      return make(EventRequest(place: place, isSignal: labels[index] == 0), &row)
    }
    return Sample(
      schema: Schema(features), columns: made.columns, weights: made.weights,
      truth: .classes(names: ["signal", "background"], labels: labels),
      spectators: [.eventNumbers(events)])
  }

  /// Exact numbers of both classes in random order: no rule such as the parity of the event number
  /// can separate them by accident.
  private func classLabels(events: Int, seed: UInt64) -> [UInt8] {
    var random = CounterRandom(seed: seed, stream: RandomStream.classes.rawValue)
    let signal = Int((Double(events) * signalFraction).rounded())
    return random.permutation(events).map { $0 < signal ? 0 : 1 }
  }
}

extension Spectator {
  /// `event_number`: 1, 2, …
  static func eventNumbers(_ count: Int) -> Spectator {
    Spectator("event_number", .integer((0..<count).map { Int64($0) + 1 }))
  }
}
