import WinnowCore
import WinnowKernels

/// Exact nearest neighbours of points in Euclidean distance.
///
///     let index = try NeighbourIndex(columns)
///     let table = try index.nearest(20, to: queries, threads: 2)
///
/// The squared distance is Σⱼ (aⱼ − bⱼ)² of the Float coordinates, in Double, four partial sums by
/// j mod 4. Differences of Floats and their squares hardly ever round in Double, so large offsets,
/// denormals and duplicates stay exact. Points at equal distance order by index, which makes results
/// unique: any thread count, any batching and any internal order give the same bits.
///
/// Float arithmetic, sixteen points at a time, only rules points out, always with a bound on its
/// rounding error on the safe side.
public struct NeighbourIndex: Sendable {
  let tree: PointTree
  /// Present where searches by matrix product can pay.
  let blocks: PointBlocks?

  /// The number of points.
  public var count: Int { tree.count }
  public var dimensions: Int { tree.dimensions }
  /// The points in tree order.
  public var order: [Int32] { tree.order }

  /// One coordinate of a point. - Complexity: O(1).
  public func coordinate(_ dimension: Int, of point: Int) -> Float {
    tree.coordinate(dimension, of: point)
  }

  /// Builds an index.
  ///
  /// - Parameter columns: `[dimension][point]`; at least one dimension and one point, at most
  ///   2³¹ − 1 points.
  /// - Throws: `badData` for a number that is not finite, with its column and row.
  /// - Complexity: O(N (log N + d)).
  public init(_ columns: [[Float]], threads: Int = 1) throws {
    try Self.checkFinite(columns)
    try Self.checkShape(columns)
    self.init(PointTree(columns, threads: threads), threads: threads)
  }

  /// Builds an index again from its points and stored order, without sorting.
  ///
  /// - Throws: `badData` where the order is no permutation of the points, or as `init(_:)`.
  /// - Complexity: O(N d).
  public init(_ columns: [[Float]], order: [Int32], threads: Int = 1) throws {
    try Self.checkFinite(columns)
    try Self.checkShape(columns)
    guard order.count == columns[0].count, Self.isPermutation(order) else {
      throw WinnowError(.badData, "the stored order of the points is not a permutation of them")
    }
    self.init(PointTree(columns, order: order, threads: threads), threads: threads)
  }

  private init(_ tree: PointTree, threads: Int) {
    self.tree = tree
    let paysInBlocks = tree.dimensions >= Self.fewestProductDimensions
      && tree.count >= Self.fewestProductPoints
    blocks = paysInBlocks ? PointBlocks(tree, threads: threads) : nil
  }

  /// From here on boxes can rule out so little that products beat the tree; whether they do, a sample
  /// of the queries tells (`searchNear`).
  private static let fewestProductDimensions = 12
  private static let fewestProductPoints = 1024

  private static func checkShape(_ columns: [[Float]]) throws {
    guard let first = columns.first, !first.isEmpty else {
      throw WinnowError(.badData, "neighbours need at least one point and one dimension")
    }
    precondition(columns.allSatisfy { $0.count == first.count }, "columns of one length")
    guard first.count < Int(Int32.max) else {
      throw WinnowError(.badData, "neighbours can be searched among at most 2³¹ − 2 points")
    }
  }

  /// - Throws: `badData` for the first number that is not finite.
  static func checkFinite(_ columns: [[Float]]) throws {
    for (dimension, column) in columns.enumerated() where !isFinite(column) {
      guard let row = column.firstIndex(where: { !$0.isFinite }) else { continue }
      throw WinnowError(
        .badData,
        "neighbours need finite coordinates; column \(dimension + 1), row \(row + 1) holds "
          + "\(column[row])")
    }
  }

  /// Without a branch per number, so that the compiler takes several at a time.
  private static func isFinite(_ column: [Float]) -> Bool {
    column.reduce(0) { max($0, $1.magnitude.bitPattern) } < Float.infinity.bitPattern
  }

  private static func isPermutation(_ order: [Int32]) -> Bool {
    var seen = [Bool](repeating: false, count: order.count)
    for point in order {
      guard point >= 0, Int(point) < seen.count, !seen[Int(point)] else { return false }
      seen[Int(point)] = true
    }
    return true
  }
}
