import WinnowCore
import WinnowExpressions

/// The values of a column in a batch of rows.
public enum ColumnValues: Sendable, Hashable {
  case numbers([Double])
  case integers([Int64])
  case text([String])
  /// Text whose type shows only when the whole column was seen, as in CSV.
  case unparsed([String])
  case lists(ListValues)

  /// - Precondition: the column was requested as numbers.
  public var numbers: [Double] {
    guard case .numbers(let values) = self else {
      preconditionFailure("the column was not requested as numbers")
    }
    return values
  }

  /// As an expression takes them.
  /// - Precondition: the column was requested as numbers or lists.
  var expressionInput: ExpressionInput {
    if case .lists(let lists) = self { .lists(lists) } else { .numbers(numbers) }
  }
}

/// Collects a column in its own type, batch by batch.
struct ColumnAccumulator: Sendable {
  private var values: ColumnValues?

  /// Adds the given rows of a batch, or all.
  mutating func append(_ batch: ColumnValues, rows: [Int]?) {
    let chosen = batch.selecting(rows)
    guard let present = values.take() else {
      values = chosen
      return
    }
    values = present.joined(with: chosen)
  }

  /// The column; unparsed text becomes integers where each value is one, numbers where each is one.
  func finished() -> Spectator.Values {
    switch values {
    case nil: .real([])
    case .numbers(let values): .real(values)
    case .integers(let values): .integer(values)
    case .text(let values): .text(values)
    case .unparsed(let values): Self.typed(values)
    case .lists: preconditionFailure("lists are not collected")
    }
  }

  /// Whole numbers beyond 64 bits stay text, so that no digit is lost.
  private static func typed(_ words: [String]) -> Spectator.Values {
    var integers: [Int64] = []
    integers.reserveCapacity(words.count)
    for word in words {
      guard let integer = Int64(word) else { break }
      integers.append(integer)
    }
    if integers.count == words.count { return .integer(integers) }
    var reals: [Double] = []
    reals.reserveCapacity(words.count)
    for word in words {
      guard let real = DecimalText.number(word), !isLongInteger(word) else { return .text(words) }
      reals.append(real)
    }
    return .real(reals)
  }

  private static func isLongInteger(_ word: String) -> Bool {
    let digits = word.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    return digits.count > 18 && digits.allSatisfy { (48...57).contains($0) } && Int64(word) == nil
  }
}

extension ColumnValues {
  fileprivate func selecting(_ rows: [Int]?) -> ColumnValues {
    guard let rows else { return self }
    return switch self {
    case .numbers(let values): .numbers(rows.map { values[$0] })
    case .integers(let values): .integers(rows.map { values[$0] })
    case .text(let values): .text(rows.map { values[$0] })
    case .unparsed(let values): .unparsed(rows.map { values[$0] })
    case .lists: preconditionFailure("lists are not collected")
    }
  }

  /// Columns of several files may differ in type: integers and numbers become numbers, anything with
  /// text becomes text.
  fileprivate consuming func joined(with other: ColumnValues) -> ColumnValues {
    switch (consume self, other) {
    case (.numbers(var a), .numbers(let b)):
      a += b
      return .numbers(a)
    case (.integers(var a), .integers(let b)):
      a += b
      return .integers(a)
    case (.text(var a), .text(let b)):
      a += b
      return .text(a)
    case (.unparsed(var a), .unparsed(let b)):
      a += b
      return .unparsed(a)
    case (.integers(let a), .numbers(let b)): return .numbers(a.map(Double.init) + b)
    case (.numbers(let a), .integers(let b)): return .numbers(a + b.map(Double.init))
    case (.text(let a), let b): return .text(a + b.words)
    case (let a, .text(let b)): return .text(a.words + b)
    case (let a, let b): return .unparsed(a.words + b.words)
    }
  }

  private var words: [String] {
    switch self {
    case .numbers(let values): values.map { "\($0)" }
    case .integers(let values): values.map { "\($0)" }
    case .text(let values), .unparsed(let values): values
    case .lists: preconditionFailure("lists are not collected")
    }
  }
}
