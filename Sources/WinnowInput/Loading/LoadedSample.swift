import WinnowCore

/// Events, and what happened on the way to them.
public struct LoadedSample: Sendable {
  /// The events of one class, or all where there are no classes.
  public struct Tally: Sendable, Hashable {
    public let name: String
    /// Rows in the files, within the limit.
    public var read = 0
    public var cutAway = 0
    /// Accepted by the cuts, but left out for a NaN or infinite input.
    public var dropped = 0
    /// How many events lacked each variable; an event may lack several.
    public var droppedByVariable: [String: Int] = [:]
    /// Events with a NaN input that were kept.
    public var keptMissing = 0

    init(_ name: String) { self.name = name }

    public var accepted: Int { read - cutAway - dropped }
  }

  public let sample: Sample
  public let tallies: [Tally]
  /// Rows whose label stands for no class; they are not used.
  public let unlabelled: Int
  /// In the order in which they were read.
  public let files: [FileReference]
}

extension LoadedSample {
  /// One sentence per fact that a report should mention.
  public var remarks: [String] {
    var remarks: [String] = []
    for tally in tallies where tally.dropped > 0 {
      let variables = tally.droppedByVariable.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { "\($0.key): \($0.value)" }.joined(separator: ", ")
      remarks.append(
        "\(tally.name): \(tally.dropped) of \(tally.read - tally.cutAway) accepted events were dropped "
          + "for NaN or infinite inputs (\(variables)).")
    }
    for tally in tallies where tally.keptMissing > 0 {
      remarks.append("\(tally.name): \(tally.keptMissing) events with NaN inputs were kept.")
    }
    if unlabelled > 0 {
      let classes = tallies.count == 2 ? "neither signal nor background" : "as none of the classes"
      remarks.append("\(unlabelled) rows are labelled \(classes) and were not used.")
    }
    return remarks
  }
}
