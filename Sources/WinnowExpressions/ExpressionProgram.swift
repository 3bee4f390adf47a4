/// An expression compiled to steps on a stack of blocks.
struct ExpressionProgram: Sendable {
  enum Step: Sendable {
    case constant(Double)
    /// The column of this number.
    case column(Int)
    case unary(ExpressionFunction.Unary)
    case binary(ExpressionFunction.Binary)
    /// condition, then, else.
    case select
    /// One number per row from a program run over the elements of its lists.
    case reduce(ExpressionProgram, ExpressionReduction)
    /// index, or index and default: one element of each row's list.
    case element(ExpressionProgram, hasDefault: Bool)
  }

  /// Values computed at a time; three or four blocks fit the first-level cache.
  static let blockSize = 2048

  var steps: [Step] = []

  /// The columns that the steps load themselves, programs inside them left out.
  var ownColumns: [Int] {
    steps.compactMap { if case .column(let index) = $0 { index } else { nil } }
  }

  /// The programs that run over elements, at any depth, and whether an element is taken of them.
  var inner: [(program: ExpressionProgram, isIndexed: Bool)] {
    steps.flatMap { step -> [(program: ExpressionProgram, isIndexed: Bool)] in
      switch step {
      case .reduce(let program, _): [(program, false)] + program.inner
      case .element(let program, _): [(program, true)] + program.inner
      case .constant, .column, .unary, .binary, .select: []
      }
    }
  }

  /// - Precondition: each column holds `count` rows.
  func run(inputs: [ExpressionInput], count: Int) -> [Double] {
    if steps.count == 1, case .column(let only) = steps[0], case .numbers(let values) = inputs[only] {
      return values
    }
    var result: [Double] = []
    result.reserveCapacity(count)
    for start in stride(from: 0, to: count, by: Self.blockSize) {
      let rows = start..<min(count, start + Self.blockSize)
      result += values(in: ExpressionScope(inputs, rows: rows))
    }
    return result
  }

  private func values(in scope: ExpressionScope) -> [Double] {
    var stack: [[Double]] = []
    for step in steps {
      switch step {
      case .constant(let value): stack.append([Double](repeating: value, count: scope.count))
      case .column(let index): stack.append(scope.values(of: index))
      case .unary(let apply): apply(&stack[stack.count - 1])
      case .binary(let apply):
        let right = stack.removeLast()
        apply(&stack[stack.count - 1], right)
      case .select:
        let otherwise = stack.removeLast(), chosen = stack.removeLast()
        Self.select(&stack[stack.count - 1], chosen, otherwise)
      case .reduce(let program, let reduction):
        stack.append(scope.spread(program.reduced(by: reduction, in: scope)))
      case .element(let program, let hasDefault):
        let absent = hasDefault ? stack.removeLast() : nil
        program.take(&stack[stack.count - 1], absent: absent, in: scope)
      }
    }
    return stack[0]
  }

  private static func select(
    _ condition: inout [Double], _ chosen: [Double], _ otherwise: [Double]
  ) {
    for i in condition.indices { condition[i] = condition[i] != 0 ? chosen[i] : otherwise[i] }
  }

  private func reduced(by reduction: ExpressionReduction, in scope: ExpressionScope) -> [Double] {
    let lists = scope.entering(ownColumns)
    let elements = values(in: lists)
    return (0..<lists.rowCount).map { reduction.apply(elements[lists.elements(ofRow: $0)]) }
  }

  /// Replaces each index by the element of that place in its row's list; NaN, or the default, where
  /// there is none.
  private func take(_ indices: inout [Double], absent: [Double]?, in scope: ExpressionScope) {
    let lists = scope.entering(ownColumns)
    let elements = values(in: lists)
    for row in 0..<scope.rowCount {
      let list = elements[lists.elements(ofRow: row)]
      for place in scope.elements(ofRow: row) {
        let index = Int(exactly: indices[place])
        let isPresent = index.map { $0 >= 0 && $0 < list.count } ?? false
        indices[place] = isPresent ? list[list.startIndex + (index ?? 0)] : absent?[place] ?? .nan
      }
    }
  }
}
