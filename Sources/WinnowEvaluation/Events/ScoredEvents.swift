import WinnowCore

/// The response of one method to events whose class is known, sorted once for all figures.
public struct ScoredEvents: Sendable {
  /// As given, one row per event.
  public let events: EventColumns
  let ranked: RankedEvents
  public let steps: ResponseSteps

  public var count: Int { events.response.count }

  /// - Throws: `badData` for a response or weight that is NaN or infinite, and for a class whose
  ///   weights do not add up to a positive number, or whose squares leave the range of numbers: no
  ///   efficiency could be given.
  /// - Precondition: one weight and one class per response; fewer than 2³² events.
  /// - Complexity: O(n), by one radix sort.
  public init(response: [Float], weights: [Double], isSignal: [Bool]) throws {
    precondition(
      response.count == weights.count && response.count == isSignal.count,
      "one weight and one class per response")
    try Self.requireFinite(response, weights)
    events = EventColumns(response: response, weights: weights, isSignal: isSignal)
    ranked = RankedEvents(events)
    steps = ResponseSteps(ranked)
    try steps.signal.total.requireUsable("signal")
    try steps.background.total.requireUsable("background")
  }

  /// The response to the events of a sample; class 0 is signal, all others background.
  /// - Throws: as above, and `badData` for a sample without classes.
  public init(response: [Float], of sample: Sample) throws {
    guard let labels = sample.labels else {
      throw WinnowError(.badData, "the events have no classes, so there is nothing to compare")
    }
    try self.init(response: response, weights: sample.weights, isSignal: labels.map { $0 == 0 })
  }

  private static func requireFinite(_ response: [Float], _ weights: [Double]) throws {
    if let row = response.firstIndex(where: { !$0.isFinite }) {
      throw WinnowError(
        .badData, "the response to event \(row + 1) is \(response[row]); it must be finite")
    }
    if let row = weights.firstIndex(where: { !$0.isFinite }) {
      throw WinnowError(
        .badData, "the weight of event \(row + 1) is \(weights[row]); it must be finite")
    }
  }
}

/// What is known of scored events, in columns of one length.
public struct EventColumns: Sendable {
  public let response: [Float]
  /// May be negative.
  public let weights: [Double]
  public let isSignal: [Bool]
}
