/// One list of numbers per row: row i has `values[offsets[i]..<offsets[i + 1]]`.
public struct ListValues: Sendable, Hashable {
  public let values: [Double]
  /// One more than rows, rising from 0.
  public let offsets: [Int]

  public init(_ values: [Double], offsets: [Int]) {
    precondition(offsets.first == 0 && offsets.last == values.count, "bounds of all values")
    self.values = values
    self.offsets = offsets
  }

  /// Lists of one length.
  public init(_ values: [Double], each size: Int, rows: Int) {
    self.init(values, offsets: (0...rows).map { $0 * size })
  }
}
