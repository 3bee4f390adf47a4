import WinnowCore

/// How the values of one column follow from the fields of an ntuple, from the entry inwards.
struct NTupleReading: Sendable {
  enum Level: Sendable, Equatable {
    /// A list whose ends stand in the field's index column.
    case list(field: Int)
    /// A fixed array.
    case array(Int)
  }

  enum Leaf: Sendable, Equatable {
    case number(field: Int, ElementType)
    case string(field: Int)
    /// The sizes of a collection.
    case size(field: Int, ElementType)
  }

  var levels: [Level] = []
  var leaf: Leaf

  var type: ElementType {
    switch leaf {
    case .number(_, let type), .size(_, let type): type
    case .string: .string
    }
  }

  /// The arrays inside the innermost list are dimensions; those outside are lists of one size.
  private var innermostList: Int {
    levels.lastIndex { if case .list = $0 { true } else { false } } ?? -1
  }

  var dimensions: [Int] {
    levels.dropFirst(innermostList + 1).compactMap {
      if case .array(let size) = $0 { size } else { nil }
    }
  }

  /// Values in all arrays together; nil where they are more than `limit`.
  func itemSize(limit: Int) -> Int? {
    var product = 1
    for case .array(let size) in levels {
      product *= size
      if product > limit { return nil }
    }
    return product
  }

  /// The levels that are lists in the column that is read.
  var depth: Int { innermostList + 1 }
}
