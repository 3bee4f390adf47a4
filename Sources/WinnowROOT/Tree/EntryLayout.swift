/// How the bytes of a branch hold the values of one column, entry by entry.
struct EntryLayout: Sendable, Equatable {
  /// Bytes in front of the items of each entry.
  var header = 0
  /// Whether an entry holds items up to its end, or a fixed number of them.
  var isVariable = false
  var content: Content
  /// Sizes of the array of records that an entry is, outside the record.
  var outerDimensions: [Int] = []

  enum Content: Sendable, Equatable {
    case numbers(NumberRun)
    case items(CppType)
  }

  /// Numbers in a record of `stride` bytes, `offset` bytes behind its front.
  struct NumberRun: Sendable, Equatable {
    var format: NumberFormat
    var dimensions: [Int] = []
    var offset = 0
    var stride: Int

    init(_ format: NumberFormat, dimensions: [Int] = []) {
      self.format = format
      self.dimensions = dimensions
      stride = format.width * dimensions.boundedProduct
    }

    /// Values in one record.
    var count: Int { dimensions.boundedProduct }
    var runBytes: Int { count * format.width }
  }

  var type: ElementType {
    switch content {
    case .numbers(let run): run.format.type
    case .items(let type): type.innermost
    }
  }

  var dimensions: [Int] {
    if case .numbers(let run) = content { return outerDimensions + run.dimensions }
    return outerDimensions
  }

  var depth: Int {
    var depth = isVariable ? 1 : 0
    if case .items(let type) = content { depth += type.depth }
    return depth
  }
}

extension Array where Element == Int {
  /// The product of array sizes, at most 2³² whatever a damaged file says; 0 for impossible ones.
  var boundedProduct: Int {
    reduce(1) { product, size in
      size <= 0 ? 0 : Swift.min(1 << 32, product * Swift.min(size, 1 << 30))
    }
  }
}

extension CppType {
  /// The type at the bottom of nested lists.
  var innermost: ElementType {
    switch self {
    case .number(let format): format.type
    case .list(let item): item.innermost
    case .string, .other: .string
    }
  }

  var depth: Int {
    if case .list(let item) = self { return item.depth + 1 }
    return 0
  }

  /// The part of the type that is neither number, string nor list of such; nil where there is none.
  var unreadablePart: String? {
    switch self {
    case .number, .string: nil
    case .list(let item): item.unreadablePart
    case .other(let name): name
    }
  }
}
