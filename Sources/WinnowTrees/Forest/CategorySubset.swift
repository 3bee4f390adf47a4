import WinnowKernels

/// A cut on names of categories: which of them go left. Values that are no category, NaN among them,
/// go the way of missing values.
public struct CategorySubset: Sendable, Hashable {
  /// The input.
  public let feature: Int
  /// The values that are categories, rising; at most 255. Trees share them.
  public let categories: [Float]
  /// The places in `categories` of those that go left.
  let left: BinSet

  /// - Precondition: categories rise and are at most 255.
  public init(feature: Int, categories: [Float], goesLeft: (Float) -> Bool) {
    self.init(
      feature: feature, categories: categories,
      left: BinSet(categories.indices.filter { goesLeft(categories[$0]) }))
  }

  init(feature: Int, categories: [Float], left: BinSet) {
    precondition(Self.areCategories(categories) && feature >= 0, "no list of categories")
    self.feature = feature
    self.categories = categories
    self.left = left
  }

  static func areCategories(_ values: [Float]) -> Bool {
    values.count <= BinEdges.maximumCategories && values.allSatisfy(\.isFinite)
      && zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// 0 for a value that goes left, 1 for one that goes right, NaN for one that is no category: by this
  /// number a subset is cut like any other variable, at ½.
  ///
  /// - Complexity: O(log categories).
  public func side(_ value: Float) -> Float {
    var low = 0, high = categories.count
    while low < high {
      let middle = (low + high) / 2
      if categories[middle] < value { low = middle + 1 } else { high = middle }
    }
    guard low < categories.count, categories[low] == value else { return .nan }
    return side(ofCode: UInt8(low))
  }

  /// - Parameter code: a place in `categories`; 255 for a value that is none.
  func side(ofCode code: UInt8) -> Float {
    code == HistogramLayout.missingBin ? .nan : left.contains(code) ? 0 : 1
  }

  /// The values that go left, rising.
  public var leftCategories: [Float] { categories.filter { side($0) == 0 } }

  /// The codes that go left, with the way of values that are no category.
  func leftCodes(missingGoesLeft: Bool) -> BinSet { left.withMissing(missingGoesLeft) }

  /// Where `side` is cut.
  static let threshold: Float = 0.5
}
