import WinnowCore

/// Finds values that are written as text in a column of any type.
struct ValueMatcher {
  private let words: Set<String>
  private let numbers: [Double]

  init(_ values: [String]) {
    words = Set(values)
    numbers = values.compactMap { value in
      DecimalText.number(value).flatMap { $0.isNaN ? nil : $0 }
    }
  }

  /// Text matches letter by letter, or as equal numbers: “1” matches “1.0”.
  func matches(in values: Spectator.Values) -> [Bool] {
    switch values {
    case .integer(let values): values.map { words.contains("\($0)") || numbers.contains(Double($0)) }
    case .real(let values): values.map { numbers.contains($0) }
    case .text(let values):
      values.map { word in
        words.contains(word)
          || !numbers.isEmpty && (DecimalText.number(word).map(numbers.contains) ?? false)
      }
    }
  }
}
