import WinnowCore

/// Settings of `FDA`.
public struct FDAParameters: LearnerParameters {
  /// What the fit makes small.
  public enum Criterion: String, Sendable, CaseIterable {
    case chiSquare = "chi_square"
    case likelihood
  }

  /// One number to be fitted.
  public struct Unknown: Sendable, Hashable {
    public var name: String
    public var start: Double
    public var range: ClosedRange<Double>

    static let everywhere = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude

    public init(_ name: String, start: Double = 1, range: ClosedRange<Double>? = nil) {
      self.name = name
      self.start = start
      self.range = range ?? Self.everywhere
    }
  }

  /// Empty: a constant and a multiple of each input.
  public var formula = ""
  public var unknowns: [Unknown] = []
  public var criterion = Criterion.chiSquare
  public var starts = 1
  public var iterations = 200

  public init() {}

  public static let rules: [ParameterRule<Self>] = [
    ParameterRule(
      "formula", range: "an expression of inputs and parameters",
      "what is fitted, as a*exp(-b*x) or (0)+(1)*x0; empty: a constant and a multiple of each input",
      invalid: "2 +",
      read: { parameters, setting in
        let text = try setting.text()
        if !text.isEmpty { _ = try FDAFormula.expression(text, at: setting.location) }
        parameters.formula = text
      },
      write: { Setting(.text($0.formula)) }),
    ParameterRule(
      "parameters", range: "{NAME: START, …} or {NAME: {start: …, min: …, max: …}, …}",
      "the numbers to be fitted, where each starts, and within what range",
      invalid: .table(["a": .table(["start": 2, "max": 1])]),
      read: { $0.unknowns = try Unknown.list(from: $1) },
      write: { Setting(.table($0.unknowns.map { Setting.Entry($0.name, $0.setting) })) }),
    .choice(
      "fit", \.criterion,
      "mean squared deviation, of classes from 1 and 0, or likelihood of the class with ln odds f"),
    .integer("starts", \.starts, 1...1000, "fits from random places within the ranges; the best is kept"),
    .integer("iterations", \.iterations, 1...100_000, "steps of a fit, at most"),
  ]
}

extension FDAParameters.Unknown {
  private static let keys = ["start", "min", "max"]

  static func list(from setting: Setting) throws -> [Self] {
    var seen: Set<String> = []
    return try setting.table().map { entry in
      guard seen.insert(entry.key).inserted else {
        throw WinnowError(
          .badConfiguration, "has the parameter “\(entry.key)” twice", at: entry.keyLocation)
      }
      guard case .table = entry.value.value else {
        return Self(entry.key, start: try finite(entry.value))
      }
      return try Self(entry.key, reading: entry.value)
    }
  }

  private init(_ name: String, reading setting: Setting) throws {
    let table = try SettingTable(setting, owner: name, keys: Self.keys)
    let low = try table.read("min", Self.finite) ?? Self.everywhere.lowerBound
    let high = try table.read("max", Self.finite) ?? Self.everywhere.upperBound
    let isBounded = table.has("min") && table.has("max")
    // Inside the range, where there is one.
    let usual = isBounded ? low + (high - low) / 2 : min(max(1, low), high)
    let start = try table.read("start", Self.finite) ?? usual
    guard low < high, (low...high).contains(start) else {
      throw WinnowError(
        .badConfiguration, "the parameter “\(name)” needs min < max and a start between them",
        at: setting.location)
    }
    self.init(name, start: start, range: low...high)
  }

  private static func finite(_ setting: Setting) throws -> Double {
    let number = try setting.real()
    guard number.isFinite else { throw setting.mismatch("a finite number") }
    return number
  }

  var setting: Setting {
    if range == Self.everywhere { return Setting(.real(start)) }
    var entries = [Setting.Entry("start", Setting(.real(start)))]
    if range.lowerBound > Self.everywhere.lowerBound {
      entries.append(.init("min", Setting(.real(range.lowerBound))))
    }
    if range.upperBound < Self.everywhere.upperBound {
      entries.append(.init("max", Setting(.real(range.upperBound))))
    }
    return Setting(.table(entries))
  }
}
