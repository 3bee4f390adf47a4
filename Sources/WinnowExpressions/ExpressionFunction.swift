import Foundation

/// A function of the expression language: its name, how many values it takes, and what it does to
/// whole blocks of values.
struct ExpressionFunction: Sendable {
  typealias Unary = @Sendable (inout [Double]) -> Void
  typealias Binary = @Sendable (inout [Double], [Double]) -> Void

  enum Body: Sendable {
    case constant(Double)
    case unary(Unary)
    case binary(Binary)
    /// Of one or more values, joined from the left.
    case fold(Binary)
    /// `if(condition, then, else)`.
    case select
  }

  let body: Body

  /// “one value”, “two values” …, as error messages say it.
  var arity: ClosedRange<Int> {
    switch body {
    case .constant: 0...0
    case .unary: 1...1
    case .binary: 2...2
    case .fold: 1...64
    case .select: 3...3
    }
  }

  /// Inlined, so that each loop is compiled around its own operation.
  @inline(__always)
  static func unary(_ operation: @escaping @Sendable (Double) -> Double) -> Unary {
    { values in for i in values.indices { values[i] = operation(values[i]) } }
  }

  /// Inlined, so that each loop is compiled around its own operation.
  @inline(__always)
  static func binary(_ operation: @escaping @Sendable (Double, Double) -> Double) -> Binary {
    { values, other in
      precondition(values.count <= other.count, "blocks of one length")
      for i in values.indices { values[i] = operation(values[i], other[i]) }
    }
  }

  /// 1 where the operation holds, else 0.
  @inline(__always)
  static func test(_ operation: @escaping @Sendable (Double, Double) -> Bool) -> Binary {
    binary { operation($0, $1) ? 1 : 0 }
  }
}

extension ExpressionFunction {
  /// All functions by name; those of ROOT's `TMath` and of C stand beside the plain ones.
  static let all: [String: ExpressionFunction] = {
    var table = plain.mapValues { ExpressionFunction(body: $0) }
    for (alias, name) in aliases { table[alias] = table[name] }
    return table
  }()

  /// Constants that need no parentheses; a column of the same name must stand in backquotes.
  static let constants = ["pi": Double.pi, "e": M_E]

  private static let plain: [String: Body] = [
    "abs": .unary(unary { abs($0) }), "sqrt": .unary(unary { $0.squareRoot() }),
    "cbrt": .unary(unary { cbrt($0) }), "exp": .unary(unary { exp($0) }),
    "log": .unary(unary { log($0) }), "log10": .unary(unary { log10($0) }),
    "log2": .unary(unary { log2($0) }), "pow": .binary(binary { pow($0, $1) }),
    "sin": .unary(unary { sin($0) }), "cos": .unary(unary { cos($0) }),
    "tan": .unary(unary { tan($0) }), "asin": .unary(unary { asin($0) }),
    "acos": .unary(unary { acos($0) }), "atan": .unary(unary { atan($0) }),
    "atan2": .binary(binary { atan2($0, $1) }), "sinh": .unary(unary { sinh($0) }),
    "cosh": .unary(unary { cosh($0) }), "tanh": .unary(unary { tanh($0) }),
    "floor": .unary(unary { floor($0) }), "ceil": .unary(unary { ceil($0) }),
    "round": .unary(unary { $0.rounded() }), "hypot": .binary(binary { hypot($0, $1) }),
    "erf": .unary(unary { erf($0) }), "sign": .unary(unary { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }),
    "min": .fold(binary { $0.isNaN || $0 < $1 ? $0 : $1 }),
    "max": .fold(binary { $0.isNaN || $0 > $1 ? $0 : $1 }),
    "isnan": .unary(unary { $0.isNaN ? 1 : 0 }), "isfinite": .unary(unary { $0.isFinite ? 1 : 0 }),
    "if": .select, "TMath::Pi": .constant(.pi), "TMath::E": .constant(M_E),
  ]

  private static let aliases = [
    "ln": "log", "fabs": "abs", "TMath::Abs": "abs", "TMath::Sqrt": "sqrt", "TMath::Exp": "exp",
    "TMath::Log": "log", "TMath::Log10": "log10", "TMath::Log2": "log2", "TMath::Power": "pow",
    "TMath::Sin": "sin", "TMath::Cos": "cos", "TMath::Tan": "tan", "TMath::ASin": "asin",
    "TMath::ACos": "acos", "TMath::ATan": "atan", "TMath::ATan2": "atan2", "TMath::SinH": "sinh",
    "TMath::CosH": "cosh", "TMath::TanH": "tanh", "TMath::Floor": "floor", "TMath::Ceil": "ceil",
    "TMath::Min": "min", "TMath::Max": "max", "TMath::Hypot": "hypot", "TMath::Erf": "erf",
    "TMath::IsNaN": "isnan", "TMath::Finite": "isfinite",
  ]
}
