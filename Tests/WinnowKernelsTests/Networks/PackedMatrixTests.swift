import Testing
import WinnowKernels

/// Products with a packed matrix against the definition; each row for itself.
struct PackedMatrixTests {
  @Test(arguments: [(1, 1, 1), (5, 40, 7), (16, 33, 6), (48, 20, 16), (21, 9, 13)], [Orientation.plain, .transposed])
  func agreesWithTheDefinition(_ size: (columns: Int, inner: Int, rows: Int), _ orientation: Orientation) {
    let (columns, inner, rows) = size
    let matrix = MatrixProductTests.random(inner * columns, 1)
    let x = MatrixProductTests.random(rows * inner, 2), start = MatrixProductTests.random(rows * columns, 3)
    let packing = PackedMatrix(rows: inner, columns: columns)
    let packed = NetworkKernelTests.output(packing.count) {
      packing.pack(matrix.span, orientation, into: &$0)
    }
    func sums(_ range: Range<Int>) -> [Float] {
      var sums = Array(start[range.lowerBound * columns..<range.upperBound * columns])
      var span = sums.mutableSpan
      let part = x.span.extracting(range.lowerBound * inner..<range.upperBound * inner)
      packing.addProduct(part, packed.span, to: &span)
      return sums
    }
    let together = sums(0..<rows)
    for row in 0..<rows {
      for column in 0..<columns {
        let exact = (0..<inner).reduce(Double(start[row * columns + column])) { sum, k in
          let place = orientation == .plain ? k * columns + column : column * inner + k
          return sum + Double(x[row * inner + k]) * Double(matrix[place])
        }
        #expect(abs(Double(together[row * columns + column]) - exact) < 1e-5)
      }
      #expect(sums(row..<row + 1) == Array(together[row * columns..<(row + 1) * columns]))
    }
  }
}
