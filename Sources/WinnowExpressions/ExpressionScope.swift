/// A column as an expression takes it.
package enum ExpressionInput: Sendable {
  case numbers([Double])
  case lists(ListValues)

  /// Bounds of the rows' lists; nil for one number per row.
  var offsets: [Int]? {
    if case .lists(let lists) = self { lists.offsets } else { nil }
  }
}

/// What the steps of a program run over: rows, or the elements of these rows' lists one after another.
struct ExpressionScope {
  private let inputs: [ExpressionInput]
  private let rows: Range<Int>
  /// The elements of the scope that belong to each row; nil where each row is one.
  private let bounds: [Int]?

  /// Rows, each with one value.
  init(_ inputs: [ExpressionInput], rows: Range<Int>) {
    self.inputs = inputs
    self.rows = rows
    bounds = nil
  }

  private init(_ inputs: [ExpressionInput], rows: Range<Int>, bounds: [Int]) {
    self.inputs = inputs
    self.rows = rows
    self.bounds = bounds
  }

  /// The elements of the lists of some columns; where none is a list, each row has one element.
  func entering(_ columns: [Int]) -> ExpressionScope {
    let offsets = columns.lazy.compactMap { inputs[$0].offsets }.first
    let first = offsets?[rows.lowerBound] ?? 0
    let bounds = offsets?[rows.lowerBound...rows.upperBound].map { $0 - first }
      ?? Array(0...rows.count)
    return ExpressionScope(inputs, rows: rows, bounds: bounds)
  }

  /// How many values each step yields.
  var count: Int { bounds.map { $0[$0.count - 1] } ?? rows.count }

  var rowCount: Int { rows.count }

  /// The places of a row's elements.
  func elements(ofRow row: Int) -> Range<Int> {
    bounds.map { $0[row]..<$0[row + 1] } ?? row..<row + 1
  }

  /// - Precondition: a list only inside the scope of its elements.
  func values(of column: Int) -> [Double] {
    switch inputs[column] {
    case .numbers(let values): return spread(Array(values[rows]))
    case .lists(let lists):
      precondition(bounds != nil, "lists are reduced to one value per row")
      return Array(lists.values[lists.offsets[rows.lowerBound]..<lists.offsets[rows.upperBound]])
    }
  }

  /// The rows' values, each as often as the row has elements.
  func spread(_ values: [Double]) -> [Double] {
    guard bounds != nil else { return values }
    return values.indices.flatMap { row in
      repeatElement(values[row], count: elements(ofRow: row).count)
    }
  }
}
