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
  }

  /// Values computed at a time; three or four blocks fit the first-level cache.
  static let blockSize = 2048

  var steps: [Step] = []

  /// - Precondition: each column holds `count` values.
  func run(columns: [[Double]], count: Int) -> [Double] {
    if steps.count == 1, case .column(let only) = steps[0] { return columns[only] }
    var result: [Double] = []
    result.reserveCapacity(count)
    for start in stride(from: 0, to: count, by: Self.blockSize) {
      let range = start..<min(count, start + Self.blockSize)
      result += block(columns: columns, range: range)
    }
    return result
  }

  private func block(columns: [[Double]], range: Range<Int>) -> [Double] {
    var stack: [[Double]] = []
    for step in steps {
      switch step {
      case .constant(let value): stack.append([Double](repeating: value, count: range.count))
      case .column(let index): stack.append(Array(columns[index][range]))
      case .unary(let apply): apply(&stack[stack.count - 1])
      case .binary(let apply):
        let right = stack.removeLast()
        apply(&stack[stack.count - 1], right)
      case .select:
        let otherwise = stack.removeLast(), chosen = stack.removeLast()
        Self.select(&stack[stack.count - 1], chosen, otherwise)
      }
    }
    return stack[0]
  }

  private static func select(
    _ condition: inout [Double], _ chosen: [Double], _ otherwise: [Double]
  ) {
    for i in condition.indices { condition[i] = condition[i] != 0 ? chosen[i] : otherwise[i] }
  }
}
