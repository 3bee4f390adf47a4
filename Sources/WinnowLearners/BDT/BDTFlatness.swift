import WinnowCore
import WinnowTrees

/// The classes that shall be flat.
public enum BDTFlatClasses: String, Sendable, CaseIterable {
  case signal, background, both

  var targets: [Float] {
    switch self {
    case .signal: [1]
    case .background: [0]
    case .both: [0, 1]
    }
  }
}

/// Gradient boosting with an efficiency that does not depend on spectators.
public struct BDTFlatnessSettings: Sendable, Hashable {
  /// Names; none: no flatness.
  public var spectators: [String] = []
  public var classes = BDTFlatClasses.background
  public var options = FlatnessOptions()

  public init() {}

  /// nil: no flatness.
  var engineOptions: FlatnessOptions? {
    guard !spectators.isEmpty else { return nil }
    var options = options
    options.targets = classes.targets
    return options
  }

  /// The spectators' columns. - Throws: `badConfiguration` for one that is not there or is text.
  func columns(of sample: Sample) throws -> [[Float]] {
    try spectators.map { name in
      guard let spectator = sample.spectator(named: name) else {
        let names = sample.spectators.map(\.name)
        throw WinnowError(
          .badConfiguration, "BDT: flatness: “\(name)” is no spectator of the analysis"
            + (names.isEmpty ? "; it has none" : Spelling.hint(for: name, in: names)))
      }
      switch spectator.values {
      case .real(let values): return values.map(Float.init)
      case .integer(let values): return values.map(Float.init)
      case .text:
        throw WinnowError(.badConfiguration, "BDT: flatness: the spectator “\(name)” is text")
      }
    }
  }

  static var rules: [ParameterRule<BDTFlatnessSettings>] {
    [
      ParameterRule(
        "flatness", range: "names of spectators",
        "spectators that the efficiency shall not depend on, such as a mass; none: no such term",
        invalid: Setting(.integer(1)),
        read: { settings, setting in
          settings.spectators = try setting.listOrSingle().map { try $0.text() }
        },
        write: { Setting(.list($0.spectators.map { Setting(.text($0)) })) }),
      .choice("flatness_in", \.classes, "the class whose efficiency shall be flat"),
      .choice(
        "flatness_form", \.options.form,
        "what is compared with the whole class: bins of the spectators, or neighbors in them"),
      .real("flatness_strength", \.options.strength, .atLeast(0), "weight of flatness against the loss"),
      .real(
        "flatness_power", \.options.power, .closed(1, 10),
        "power of the deviation of cumulative distributions"),
      .integer("flatness_bins", \.options.bins, 2...255, "bins of each spectator, at its quantiles"),
      .integer(
        "flatness_neighbors", \.options.neighbours, 2...100_000, "events of a group of neighbors"),
    ]
  }
}
