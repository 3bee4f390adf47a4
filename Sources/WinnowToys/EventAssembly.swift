import WinnowCore
import WinnowMath

/// Which event of which class a toy is asked for.
struct EventRequest {
  let seed: UInt64
  let index: Int
  let isSignal: Bool

  /// Random numbers for one purpose in this event. Each event may use 2²⁰ places of a stream.
  func random(_ stream: RandomStream) -> CounterRandom {
    CounterRandom(seed: seed, stream: stream.rawValue, index: UInt64(index) << 20)
  }
}

/// One stream per purpose, so that a change to one leaves the others' numbers alone.
enum RandomStream: UInt64 {
  case classes = 0x70_79_01
  case inputs, weights, production, decay, detector
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
    let chunks = chunkedMap(events, threads: threads) { range in
      var part = Part(columns: features.count, capacity: range.count)
      for index in range {
        let request = EventRequest(seed: seed, index: index, isSignal: labels[index] == 0)
        part.append { make(request, &$0) }
      }
      return part
    }
    return Sample(
      schema: Schema(features),
      columns: features.indices.map { j in chunks.flatMap { $0.columns[j] } },
      weights: chunks.flatMap(\.weights),
      truth: .classes(names: ["signal", "background"], labels: labels),
      spectators: [Spectator("event_number", .integer((0..<events).map { Int64($0) + 1 }))])
  }

  /// Exact numbers of both classes in random order: no rule such as the parity of the event number
  /// can separate them by accident.
  private func classLabels(events: Int, seed: UInt64) -> [UInt8] {
    var random = CounterRandom(seed: seed, stream: RandomStream.classes.rawValue)
    let signal = Int((Double(events) * signalFraction).rounded())
    return random.permutation(events).map { $0 < signal ? 0 : 1 }
  }

  /// The events of one chunk.
  private struct Part {
    var columns: [[Float]]
    var weights: [Double] = []
    private var row: [Float]

    init(columns count: Int, capacity: Int) {
      row = Array(repeating: 0, count: count)
      columns = Array(repeating: [], count: count)
      for j in columns.indices { columns[j].reserveCapacity(capacity) }
      weights.reserveCapacity(capacity)
    }

    mutating func append(_ make: (inout [Float]) -> Double) {
      weights.append(make(&row))
      for j in columns.indices { columns[j].append(row[j]) }
    }
  }
}
