import WinnowCore
import WinnowInput

/// Looks for events that are in two parts of a division: in training and test, or in several folds. The
/// figures of a method that has seen its test events are too good.
///
/// Events are told by the spectators of whole numbers together with the class, where nine tenths of the events or
/// more differ in them; else by the values of all variables. Equal values need not be one event where all
/// variables are discrete, so that is a remark and no error.
/// - Complexity: O(events × variables).
struct LeakCheck {
  /// One remark; nil where no event is in two parts.
  let remark: String?

  init(_ events: EventSets) {
    let names = Self.identifiers(events)
    let byName = names.isEmpty
      ? nil : Self.shared(events, by: { Self.key(of: $1, in: $0, by: names) })
    if let byName, Self.tellsEvents(byName) {
      remark = byName.example.map {
        Self.sentence(byName, events, "are in") + Self.values(of: $0.row, in: $0.sample, names)
          + ". Figures on them are too good; divide the events so that each is in one part."
      }
      return
    }
    let byValue = Self.shared(events, by: { Self.key(of: $1, in: $0) })
    remark = byValue.example.map {
      Self.sentence(byValue, events, "have the values of all variables of an event of")
        + Self.values(of: $0.row, in: $0.sample) + ". Where these are the same events, figures are too "
        + "good; an event number among the spectators would tell."
    }
  }

  /// What a pass over all events found.
  private struct Found {
    /// Events in all, and different keys among them.
    var events = 0
    var keys = 0
    /// Events whose key was met in another part before, and the first of them.
    var shared = 0
    var example: (sample: Sample, row: Int)?
    /// Events of the last part; with folds, of all.
    var tested = 0
  }

  private static func shared(_ events: EventSets, by keyOf: (Sample, Int) -> UInt64) -> Found {
    var parts: [UInt64: Int32] = [:]
    var found = Found()
    func look(_ sample: Sample, in partOf: (Int) -> Int) {
      for row in 0..<sample.count where sample.weights[row] != 0 {
        let key = keyOf(sample, row), part = Int32(partOf(row))
        found.events += 1
        found.tested += 1
        if let other = parts[key] {
          guard other != part else { continue }
          found.shared += 1
          if found.example == nil { found.example = (sample, row) }
        } else {
          parts[key] = part
        }
      }
    }
    parts.reserveCapacity(events.train.count)
    if let folds = events.folds {
      look(events.train) { folds[$0] }
    } else {
      look(events.train) { _ in 0 }
      found.tested = 0
      look(events.test) { _ in 1 }
    }
    found.keys = parts.count
    return found
  }

  /// Whether keys differ from event to event, those in two parts apart.
  private static func tellsEvents(_ found: Found) -> Bool {
    found.keys + found.shared >= found.events * 9 / 10
  }

  private static func sentence(
    _ found: Found, _ events: EventSets, _ verb: String
  ) -> String {
    let (part, other) = events.folds == nil
      ? ("test events", "the training sample") : ("events", "another fold")
    return "Leak: \(found.shared) of \(found.tested) \(part) \(verb) \(other)"
  }
}

// MARK: - Keys

extension LeakCheck {
  /// Spectators of whole numbers, but for the one that folds go by: no event can be in two of them.
  private static func identifiers(_ events: EventSets) -> [String] {
    events.train.spectators.map(\.name).filter { name in
      name != events.foldRule?.identifier
        && [events.train, events.test].allSatisfy { $0.spectator(named: name)?.values.wholeNumbers != nil }
    }
  }

  private static func key(of row: Int, in sample: Sample, by names: [String]) -> UInt64 {
    names.reduce(mixed(0, UInt64(sample.labels?[row] ?? 0))) { key, name in
      mixed(key, UInt64(bitPattern: sample.wholeNumber(name, row) ?? 0))
    }
  }

  private static func key(of row: Int, in sample: Sample) -> UInt64 {
    sample.columns.reduce(0) { key, column in
      // −0 is 0, and a missing value is like another.
      let value: Float = column[row] == 0 ? 0 : column[row].isNaN ? .nan : column[row]
      return mixed(key, UInt64(value.bitPattern))
    }
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): among 10⁶ events two different ones
  /// have one key in 3 of 10⁸ cases.
  private static func mixed(_ key: UInt64, _ value: UInt64) -> UInt64 {
    var z = (key ^ value) &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static func values(of row: Int, in sample: Sample, _ names: [String]) -> String {
    ", for example " + names.map { "\($0) = \(sample.wholeNumber($0, row) ?? 0)" }.joined(separator: ", ")
  }

  /// The first few variables say which event is meant.
  private static func values(of row: Int, in sample: Sample) -> String {
    ", for example " + zip(sample.schema.names, sample.columns).prefix(3)
      .map { "\($0) = \($1[row])" }.joined(separator: ", ")
      + (sample.columns.count > 3 ? ", …" : "")
  }
}

extension Sample {
  /// The value of a spectator of whole numbers.
  fileprivate func wholeNumber(_ name: String, _ row: Int) -> Int64? {
    switch spectator(named: name)?.values {
    case .integer(let values): values[row]
    case .real(let values): Int64(exactly: values[row])
    case .text, nil: nil
    }
  }
}
