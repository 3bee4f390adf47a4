/// Lets tasks on several threads write rows of one array.
///
/// Unchecked: the caller promises that no two tasks write the same row, and that the array outlives
/// the writing, which `filling` sees to.
public struct RowWriter<Element: BitwiseCopyable>: @unchecked Sendable {
  private let base: UnsafeMutableBufferPointer<Element>
  private let length: Int

  /// An array of `rows` × `length` elements, written by `body`.
  public static func filling(
    rows: Int, length: Int, with initial: Element, _ body: (RowWriter) throws -> Void
  ) rethrows -> [Element] {
    try Array(unsafeUninitializedCapacity: rows * length) { buffer, count in
      unsafe buffer.initialize(repeating: initial)
      count = rows * length
      try body(unsafe RowWriter(base: buffer, length: length))
    }
  }

  /// Hands out one row for writing.
  public func write(row: Int, _ body: (inout MutableSpan<Element>) -> Void) {
    var span = unsafe storage(ofRow: row).mutableSpan
    body(&span)
  }

  /// Hands out several rows for writing.
  public func write(rows: Range<Int>, _ body: (inout MutableSpan<Element>) -> Void) {
    precondition(rows.lowerBound >= 0 && rows.upperBound * length <= base.count, "rows out of range")
    let part = rows.lowerBound * length..<rows.upperBound * length
    var span = unsafe UnsafeMutableBufferPointer(rebasing: base[part]).mutableSpan
    body(&span)
  }

  /// One row's memory, for sinks that write in place.
  func storage(ofRow row: Int) -> UnsafeMutableBufferPointer<Element> {
    precondition(row >= 0 && (row + 1) * length <= base.count, "row out of range")
    return unsafe UnsafeMutableBufferPointer(rebasing: base[row * length..<(row + 1) * length])
  }
}
