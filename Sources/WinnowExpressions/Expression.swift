import WinnowCore

/// A formula over the columns of a table, compiled once and computed on whole columns in double
/// precision.
///
/// From loosest to tightest:
///
///     c ? a : b                 from the right
///     ||
///     &&
///     == != < <= > >=           do not chain
///     + -
///     * / %                     % is the remainder of the quotient cut towards zero, as C's fmod
///     - ! +                     signs and negation
///     ^ **                      power, from the right: -x^2 = -(x^2), 2^3^2 = 2^9
///     f(x, …) (…) x[i] numbers, columns
///
/// Truth is 1 and 0; every number but 0 counts as true. `log` and `ln` are natural logarithms.
/// `pi` and `e` are constants. A column whose name is no identifier stands in backquotes.
/// Both sides of `&&`, `||` and `?:` are computed; a NaN in the side not taken does no harm.
///
/// Columns of several values per event, arrays and lists of any length, give one number by
///
///     jet_pt[0]                 the first element; NaN, which is a missing value, where there is none
///     at(jet_pt, 3, -1)         element 3, or -1 where there is none
///     size(jet_pt)              how many
///     sum mean min max          of the elements; of none: 0, NaN, NaN, NaN
///     any all                   whether some, or each, is not 0; of none: 0, 1
///
/// Inside these, operators and functions work element by element, one number serves all elements of
/// its event, and a list may index another: `sum(jet_pt > 30 && abs(jet_eta) < eta_max)` counts jets.
/// Lists that meet there have equal lengths in every event. `min` and `max` of several values compare
/// these. Arrays of several dimensions are numbered row by row.
public struct Expression: Sendable {
  /// The text it was made from.
  public let text: String
  /// The columns it needs, each once, in the order they appear.
  public var columnNames: [String] { columns.map(\.name) }

  let location: SourceLocation?
  private let columns: [ExpressionColumn]
  private let constants: [ExpressionColumn]
  private let program: ExpressionProgram

  /// - Throws: `badConfiguration` with the character at fault.
  public init(parsing text: String, at location: SourceLocation? = nil) throws {
    let parser = try ExpressionParser(text, at: location)
    self.text = text
    self.location = location
    columns = parser.columns
    constants = parser.constants
    program = parser.program
  }

  /// The expression that is one column, whatever characters its name has.
  public init(column name: String, at location: SourceLocation? = nil) {
    text = name
    self.location = location
    columns = [ExpressionColumn(name: name, position: 1)]
    constants = []
    program = ExpressionProgram(steps: [.column(0)])
  }

  /// The column's name, where the expression is one column and nothing else.
  public var plainColumn: String? {
    guard program.steps.count == 1, case .column = program.steps[0] else { return nil }
    return columns[0].name
  }

  /// Checks the names against those of a table.
  /// - Throws: `badData` for a missing column, with the nearest one; `badConfiguration` where `e` or
  ///   `pi` could mean the constant and a column.
  public func check(against available: [String]) throws {
    let known = Set(available)
    for constant in constants where known.contains(constant.name) {
      throw Self.fault(
        "“\(constant.name)” is a constant and also a column here; write `\(constant.name)` for the "
          + "column, TMath::\(constant.name == "e" ? "E" : "Pi")() for the constant",
        in: text, position: constant.position, at: location)
    }
    for column in columns where !known.contains(column.name) {
      throw WinnowError(
        .badData,
        "there is no column “\(column.name)”" + Spelling.hint(for: column.name, in: available)
          + (plainColumn == nil ? " (in “\(text)”)" : ""))
    }
  }

  /// Checks that lists are reduced to one value per row, and that only lists are indexed.
  /// - Parameter areLists: whether each of `columnNames` holds several values per row.
  /// - Throws: `badConfiguration` with the character at fault.
  package func check(areLists: [Bool]) throws {
    for index in program.ownColumns where areLists[index] {
      let name = columns[index].name
      throw Self.fault(
        "“\(name)” holds several values per event; take one, as in “\(name)[0]”, or size, sum, mean, "
          + "min or max of them", in: text, position: columns[index].position, at: location)
    }
    for (inner, isIndexed) in program.inner where isIndexed {
      if inner.ownColumns.contains(where: { areLists[$0] }) { continue }
      let column = inner.ownColumns.first.map { columns[$0] }
      throw Self.fault(
        "“\(column?.name ?? text)” holds one number per event and takes no index", in: text,
        position: column?.position ?? 1, at: location)
    }
  }

  /// The values for `count` rows.
  ///
  /// - Parameter columns: one per name in `columnNames`, in that order, each with `count` values.
  /// - Complexity: O(count × operations).
  public func values(of columns: [[Double]], count: Int) -> [Double] {
    precondition(columns.count == self.columns.count, "one column per name")
    precondition(columns.allSatisfy { $0.count == count }, "columns of one length")
    return program.run(inputs: columns.map { .numbers($0) }, count: count)
  }

  /// The values for `count` rows of numbers and lists, of which the first is `firstRow`.
  /// - Throws: `badData` with the row where lists that meet differ in length.
  package func values(
    of inputs: [ExpressionInput], count: Int, firstRow: Int
  ) throws -> [Double] {
    precondition(inputs.count == columns.count, "one column per name")
    for (inner, _) in program.inner {
      let lists = inner.ownColumns.compactMap { column in inputs[column].offsets.map { (column, $0) } }
      for (column, offsets) in lists.dropFirst() where offsets != lists[0].1 {
        let row = offsets.indices.dropLast().first { offsets[$0 + 1] != lists[0].1[$0 + 1] } ?? 0
        throw WinnowError(
          .badData, "row \(firstRow + row + 1): “\(columns[lists[0].0].name)” and "
            + "“\(columns[column].name)” differ in length (in “\(text)”)")
      }
    }
    return program.run(inputs: inputs, count: count)
  }

  /// An error with a mark under the character at fault.
  static func fault(
    _ message: String, in text: String, position: Int, at location: SourceLocation?
  ) -> WinnowError {
    let mark = String(repeating: " ", count: position - 1) + "^"
    return WinnowError(
      .badConfiguration, "\(message), at character \(position) of the expression\n  \(text)\n  \(mark)",
      at: location)
  }
}

/// A name in an expression and where it first appears, counted from 1.
struct ExpressionColumn: Sendable, Hashable {
  let name: String
  let position: Int
}
