import Foundation

/// An operator between two values.
struct ExpressionOperator: Sendable {
  /// Higher binds tighter.
  let level: Int
  let apply: ExpressionFunction.Binary

  /// Comparisons do not chain: `0 < x < 1` is refused rather than read as `(0 < x) < 1`.
  static let comparisonLevel = 3

  /// All but the power, which groups from the right and binds tighter than a sign.
  static let all: [String: ExpressionOperator] = [
    "||": .init(level: 1, apply: ExpressionFunction.test { $0 != 0 || $1 != 0 }),
    "&&": .init(level: 2, apply: ExpressionFunction.test { $0 != 0 && $1 != 0 }),
    "==": .init(level: comparisonLevel, apply: ExpressionFunction.test { $0 == $1 }),
    "!=": .init(level: comparisonLevel, apply: ExpressionFunction.test { $0 != $1 }),
    "<": .init(level: comparisonLevel, apply: ExpressionFunction.test { $0 < $1 }),
    "<=": .init(level: comparisonLevel, apply: ExpressionFunction.test { $0 <= $1 }),
    ">": .init(level: comparisonLevel, apply: ExpressionFunction.test { $0 > $1 }),
    ">=": .init(level: comparisonLevel, apply: ExpressionFunction.test { $0 >= $1 }),
    "+": .init(level: 4, apply: ExpressionFunction.binary { $0 + $1 }),
    "-": .init(level: 4, apply: ExpressionFunction.binary { $0 - $1 }),
    "*": .init(level: 5, apply: ExpressionFunction.binary { $0 * $1 }),
    "/": .init(level: 5, apply: ExpressionFunction.binary { $0 / $1 }),
    "%": .init(level: 5, apply: ExpressionFunction.binary { fmod($0, $1) }),
  ]

  static let power = ExpressionFunction.binary { pow($0, $1) }
  static let negate = ExpressionFunction.unary { -$0 }
  static let not = ExpressionFunction.unary { $0 == 0 ? 1 : 0 }
}
