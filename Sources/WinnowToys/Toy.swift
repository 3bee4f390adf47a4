import WinnowCore

/// A generator of signal and background events whose truth is known.
///
/// A new toy is one new type and one line in `ToyCatalog`.
public protocol Toy: Sendable {
  associatedtype Parameters: RuledParameters

  /// The name on the command line, such as `gauss`.
  static var identifier: String { get }
  /// One line for `winnow describe`.
  static var summary: String { get }

  init(_ parameters: Parameters)
  var parameters: Parameters { get }

  /// What is known of the best possible classifier.
  var truth: ToyTruth { get }

  /// Events in random order of the classes, with classes `signal` and `background` in exact numbers,
  /// weights, and the spectator `event_number` (1, 2, …).
  ///
  /// Event i of a seed is the same at any thread count.
  func generate(events: Int, seed: UInt64, threads: Int) -> Sample
}

extension Toy {
  /// - Throws: `badConfiguration` for unknown or invalid options, with the nearest spelling.
  public init(reading setting: Setting) throws {
    self.init(try Parameters(reading: setting, owner: Self.identifier))
  }

  public static var options: [OptionDescription] { Parameters.manual }
}
