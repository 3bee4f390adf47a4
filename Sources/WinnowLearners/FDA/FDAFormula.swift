import WinnowCore
import WinnowExpressions

/// A formula whose names are bound: each to an input or to a number that is fitted.
///
/// TMVA's way of writing is understood: a whole number alone in parentheses, `(2)`, is the parameter
/// `p2` unless it is the argument of a function, and `x0` the first input where no input has that name.
struct FDAFormula: Sendable {
  /// As given, or the formula that an empty one stands for.
  let text: String
  let unknowns: [FDAParameters.Unknown]
  private let expression: Expression
  /// Where each column of the expression comes from.
  private let sources: [Source]

  private enum Source: Sendable {
    case input(Int)
    case unknown(Int)
  }

  /// - Throws: `badConfiguration` for a formula at fault, a name that is neither an input nor a parameter,
  ///   and a parameter that does not occur.
  init(_ text: String, _ declared: [FDAParameters.Unknown], inputs: [String]) throws {
    self.text = text.isEmpty ? Self.linear(inputs) : text
    expression = try Self.expression(self.text)
    var unknowns = declared
    sources = try expression.columnNames.map { name -> Source in
      if let index = inputs.firstIndex(of: name) { return .input(index) }
      if let index = unknowns.firstIndex(where: { $0.name == name }) { return .unknown(index) }
      if let index = Self.number(in: name, after: "x"), index < inputs.count { return .input(index) }
      guard Self.number(in: name, after: "p") != nil else {
        throw WinnowError(
          .badConfiguration, "“\(name)” in the formula is neither an input nor among the parameters"
            + Spelling.hint(for: name, in: inputs + declared.map(\.name)))
      }
      unknowns.append(.init(name))
      return .unknown(unknowns.count - 1)
    }
    self.unknowns = unknowns
    for unknown in declared where !expression.columnNames.contains(unknown.name) {
      throw WinnowError(
        .badConfiguration, "the parameter “\(unknown.name)” does not occur in the formula"
          + Spelling.hint(for: unknown.name, in: expression.columnNames))
    }
    if unknowns.isEmpty {
      throw WinnowError(.badConfiguration, "the formula has no parameter to fit")
    }
  }

  /// The values for some events.
  func values(of columns: [[Float]], rows: Range<Int>, with numbers: [Double]) -> [Double] {
    let blocks = sources.map { source -> [Double] in
      switch source {
      case .input(let index): columns[index][rows].map { Double($0) }
      case .unknown(let index): [Double](repeating: numbers[index], count: rows.count)
      }
    }
    return expression.values(of: blocks, count: rows.count)
  }

  /// Values, and their derivatives by each parameter from differences of about (2⁻⁵²)^⅓ of its size,
  /// which balances what rounding and the third derivative do.
  func derivatives(
    of columns: [[Float]], rows: Range<Int>, with numbers: [Double]
  ) -> [[Double]] {
    numbers.indices.map { index in
      let step = 6e-6 * max(abs(numbers[index]), 1e-3)
      let range = unknowns[index].range
      var low = numbers, high = numbers
      low[index] = max(range.lowerBound, numbers[index] - step)
      high[index] = min(range.upperBound, numbers[index] + step)
      let below = values(of: columns, rows: rows, with: low)
      let above = values(of: columns, rows: rows, with: high)
      let width = high[index] - low[index]
      return zip(above, below).map { ($0 - $1) / width }
    }
  }

  /// - Throws: `badConfiguration` with the character at fault.
  static func expression(_ text: String, at location: SourceLocation? = nil) throws -> Expression {
    try Expression(parsing: withNamedParameters(text), at: location)
  }

  /// `(3)` becomes `(p3)`.
  private static func withNamedParameters(_ text: String) -> String {
    var result = "", rest = text[...]
    while let open = rest.firstIndex(of: "(") {
      let before = rest[..<open].last { $0 != " " } ?? result.last { $0 != " " }
      let isCall = before.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
      result += rest[...open]
      rest = rest[rest.index(after: open)...]
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      if !isCall, !digits.isEmpty, rest.dropFirst(digits.count).first == ")" { result += "p" }
    }
    return result + rest
  }

  private static func number(in name: String, after letter: String) -> Int? {
    name.hasPrefix(letter) ? Int(name.dropFirst()) : nil
  }

  private static func linear(_ inputs: [String]) -> String {
    (["(0)"] + inputs.enumerated().map { "(\($0 + 1))*`\($1)`" }).joined(separator: " + ")
  }
}
