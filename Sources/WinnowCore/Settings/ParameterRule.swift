/// Settings that declare their own rules: one table gives validation, `winnow describe`, the manual,
/// the report and the tests of invalid values.
public protocol RuledParameters: Sendable {
  /// The defaults.
  init()
  static var rules: [ParameterRule<Self>] { get }
}

/// The settings of a learner.
public protocol LearnerParameters: RuledParameters {}

/// One option: its name, default, range, meaning, and how it is read and written.
public struct ParameterRule<Root: Sendable>: Sendable {
  public typealias Path<Value> = any WritableKeyPath<Root, Value> & Sendable

  public let name: String
  /// The allowed values in words, such as `1 … 100000` or `adam | sgd`.
  public let range: String
  /// One line for the manual.
  public let summary: String
  let read: @Sendable (inout Root, Setting) throws -> Void
  let write: @Sendable (Root) -> Setting
  /// A value that must be refused, for the contract tests; nil where every value of the type is fine.
  public let invalidExample: Setting?

  /// A rule of any shape. `read` throws `WinnowError`; the option's name is added to its message.
  public init(
    _ name: String, range: String, _ summary: String, invalid: Setting?,
    read: @escaping @Sendable (inout Root, Setting) throws -> Void,
    write: @escaping @Sendable (Root) -> Setting
  ) {
    self.name = name
    self.range = range
    self.summary = summary
    self.invalidExample = invalid
    self.read = read
    self.write = write
  }
}

extension ParameterRule {
  /// The same rule for settings that hold these as a part, so that groups of options are shared.
  public func lifted<Whole>(to part: ParameterRule<Whole>.Path<Root>) -> ParameterRule<Whole> {
    ParameterRule<Whole>(
      name, range: range, summary, invalid: invalidExample,
      read: { [read] in try read(&$0[keyPath: part], $1) },
      write: { [write] in write($0[keyPath: part]) })
  }

  public static func integer(
    _ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>, _ summary: String
  ) -> Self {
    Self(
      name, range: "\(range.lowerBound) … \(range.upperBound)", summary,
      invalid: range.lowerBound == .min ? "many" : Setting(.integer(range.lowerBound - 1)),
      read: { $0[keyPath: path] = try within(range, $1, $1.integer()) },
      write: { Setting(.integer($0[keyPath: path])) })
  }

  public static func real(
    _ name: String, _ path: Path<Double>, _ range: RealRange, _ summary: String
  ) -> Self {
    Self(
      name, range: range.description, summary, invalid: Setting(.real(range.outside)),
      read: { $0[keyPath: path] = try within(range, $1, $1.real()) },
      write: { Setting(.real($0[keyPath: path])) })
  }

  public static func flag(_ name: String, _ path: Path<Bool>, _ summary: String) -> Self {
    Self(
      name, range: "true | false", summary, invalid: "perhaps",
      read: { $0[keyPath: path] = try $1.flag() },
      write: { Setting(.flag($0[keyPath: path])) })
  }

  /// One word out of an enumeration whose raw values are the words.
  public static func choice<Choice>(
    _ name: String, _ path: Path<Choice>, _ summary: String
  ) -> Self
  where Choice: RawRepresentable<String> & CaseIterable & Sendable {
    let words = Choice.allCases.map(\.rawValue)
    return Self(
      name, range: words.joined(separator: " | "), summary, invalid: "no such word",
      read: { root, setting in
        let word = try setting.text()
        guard let choice = Choice(rawValue: word) else {
          throw WinnowError(
            .badConfiguration, "has no choice “\(word)”" + Spelling.hint(for: word, in: words),
            at: setting.location)
        }
        root[keyPath: path] = choice
      },
      write: { Setting(.text($0[keyPath: path].rawValue)) })
  }

  /// A list of whole numbers, each within the range; one number stands for a list of one.
  public static func integers(
    _ name: String, _ path: Path<[Int]>, _ range: ClosedRange<Int>, count: ClosedRange<Int>,
    _ summary: String
  ) -> Self {
    Self(
      name,
      range: "\(count.lowerBound) to \(count.upperBound) numbers, "
        + "\(range.lowerBound) … \(range.upperBound)",
      summary, invalid: [Setting(.integer(range.lowerBound - 1))],
      read: { root, setting in
        let items = setting.listOrSingle()
        guard count.contains(items.count) else {
          throw setting.mismatch("a list of \(count.lowerBound) to \(count.upperBound) numbers")
        }
        root[keyPath: path] = try items.map { try within(range, $0, $0.integer()) }
      },
      write: { Setting(.list($0[keyPath: path].map { Setting(.integer($0)) })) })
  }

  private static func within(
    _ range: ClosedRange<Int>, _ setting: Setting, _ number: Int
  ) throws -> Int {
    guard range.contains(number) else {
      throw setting.mismatch("in \(range.lowerBound) … \(range.upperBound)")
    }
    return number
  }

  private static func within(
    _ range: RealRange, _ setting: Setting, _ number: Double
  ) throws -> Double {
    guard range.contains(number) else { throw setting.mismatch("in \(range)") }
    return number
  }
}

/// An interval of the real numbers with open or closed ends.
public struct RealRange: Sendable, CustomStringConvertible {
  public let lower: Double
  public let upper: Double
  public let includesLower: Bool
  public let includesUpper: Bool

  public init(
    _ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true
  ) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  /// lower ≤ x ≤ upper.
  public static func closed(_ lower: Double, _ upper: Double) -> RealRange {
    RealRange(lower, upper)
  }
  /// x > lower, finite.
  public static func above(_ lower: Double) -> RealRange {
    RealRange(lower, .infinity, includesLower: false, includesUpper: false)
  }
  /// x ≥ lower, finite.
  public static func atLeast(_ lower: Double) -> RealRange {
    RealRange(lower, .infinity, includesUpper: false)
  }
  /// lower < x ≤ upper.
  public static func openClosed(_ lower: Double, _ upper: Double) -> RealRange {
    RealRange(lower, upper, includesLower: false)
  }
  /// lower ≤ x < upper.
  public static func closedOpen(_ lower: Double, _ upper: Double) -> RealRange {
    RealRange(lower, upper, includesUpper: false)
  }

  public func contains(_ x: Double) -> Bool {
    (includesLower ? x >= lower : x > lower) && (includesUpper ? x <= upper : x < upper)
  }

  /// A number that the range refuses.
  var outside: Double { lower.isFinite ? lower - 1 : upper + 1 }

  public var description: String {
    (includesLower ? "[" : "(") + "\(lower), \(upper)" + (includesUpper ? "]" : ")")
  }
}
