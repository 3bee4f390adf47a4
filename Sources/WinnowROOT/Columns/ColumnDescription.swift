/// What a column of a tree or ntuple holds.
public struct ColumnDescription: Sendable, Equatable {
  /// The shortest name that is unique in its table: the branch's, or `branch.leaf`, or the path.
  public let name: String
  /// The names of the branches or fields from the top down, joined by “/”.
  public let path: String
  /// The type as the file names it.
  public let typeName: String
  public let type: ElementType
  /// How many lists deep each entry is: 0 for flat columns, 1 for jagged ones.
  public let depth: Int
  /// Sizes of the fixed array that each item is; empty for single values.
  public let dimensions: [Int]
  public let storage: ColumnStorage

  /// E.g. `float[3]`, `list of list of double`.
  public var shapeDescription: String {
    String(repeating: "list of ", count: depth) + type.rawValue
      + dimensions.map { "[\($0)]" }.joined()
  }
}

/// How a column lies in its file.
public struct ColumnStorage: Sendable, Equatable {
  public let compression: Compression
  public let compressedBytes: Int
  public let uncompressedBytes: Int

  public init(compression: Compression, compressedBytes: Int, uncompressedBytes: Int) {
    self.compression = compression
    self.compressedBytes = compressedBytes
    self.uncompressedBytes = uncompressedBytes
  }
}

/// A branch or field that is no column, and why.
public struct RefusedColumn: Sendable, Equatable {
  public let name: String
  public let typeName: String
  public let reason: String
}
