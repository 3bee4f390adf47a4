import WinnowCore

/// A generator of events whose truth is known: of signal and background, or of regression targets.
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

  /// What is known of the best possible method.
  var truth: ToyTruth { get }

  /// Events with weights and the spectator `event_number` (1, 2, …). Their truth is either the classes
  /// `signal` and `background`, in exact numbers and random order, or targets.
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
