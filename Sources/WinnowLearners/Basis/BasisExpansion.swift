import WinnowCore

/// Functions b_k of the inputs whose sum with coefficients, y(x) = Σ c_k b_k(x), is fitted; b_0 = 1.
public protocol BasisExpansion: Sendable {
  /// How many functions, the constant included.
  var count: Int { get }
  /// The inputs on which each function depends.
  var inputs: [[Int]] { get }
  /// P of the penalty cᵀPc that is added to the mean squared deviation, row-major.
  var penalty: [Double] { get }

  /// b_k of some events, event by event.
  func values(of columns: [[Float]], rows: Range<Int>) -> [Double]

  func archive() -> Archive
  /// - Throws: `badData` where a size or value does not fit.
  init(from archive: Archive, schema: Schema) throws
}

extension BasisExpansion {
  /// Functions that may be fitted: their products with each other are kept in memory.
  static var largestCount: Int { 1000 }

  /// - Throws: `badConfiguration` where there are more functions than are fitted.
  static func check(count: Int, advice: String) throws {
    if count > largestCount {
      throw WinnowError(
        .badConfiguration,
        "\(count) functions are too many for a fit; at most \(largestCount): \(advice)")
    }
  }
}
