/// The coordinates of one query, in the two forms that a search needs.
public struct QueryPoint: Sendable {
  private(set) var coordinates: [Float]
  /// Padded with zeros to whole vectors.
  private(set) var wide: [SIMD4<Double>]

  public init(dimensions: Int) {
    coordinates = Array(repeating: 0, count: dimensions)
    wide = Array(repeating: .zero, count: (dimensions + 3) / 4)
  }

  /// Takes the coordinates of one event: `columns[dimension][event]`.
  public mutating func load(_ columns: [[Float]], event: Int) {
    for (j, column) in columns.enumerated() {
      coordinates[j] = column[event]
      wide[j / 4][j % 4] = Double(column[event])
    }
  }

  /// The exact distance, as results carry it.
  @inline(__always)
  func squaredDistance(toSlot slot: Int, of tree: PointTree) -> Double {
    WinnowKernels.squaredDistance(tree.rows.span, slot: slot, from: wide.span)
  }
}
