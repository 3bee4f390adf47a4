/// A matrix laid out once for products with few rows, again and again: sixteen columns after another, each
/// row of them one vector; zeros fill the last columns up.
///
/// The rows of a wide matrix share cache sets; these lie one behind the other.
public struct PackedMatrix {
  let rows: Int
  let columns: Int

  private static let width = Vector.scalarCount

  /// - Parameter rows: of the matrix as it enters the product, as are the columns.
  public init(rows: Int, columns: Int) {
    precondition(rows > 0 && columns > 0, "a matrix")
    self.rows = rows
    self.columns = columns
  }

  private var panels: Int { (columns + Self.width - 1) / Self.width }
  /// The numbers of its memory.
  public var count: Int { panels * rows * Self.width }

  /// Lays the matrix out. - Parameter orientation: of the matrix in its memory.
  public func pack(
    _ matrix: Span<Float>, _ orientation: Orientation, into packed: inout MutableSpan<Float>
  ) {
    precondition(matrix.count == rows * columns && packed.count >= count, "sizes")
    for panel in 0..<panels {
      let column = panel * Self.width, lanes = min(Self.width, columns - column)
      for row in 0..<rows {
        let target = Place(index: (panel * rows + row) * Self.width, lanes: Self.width)
        switch orientation {
        case .plain:
          packed.store(matrix.load(Place(index: row * columns + column, lanes: lanes)), target)
        case .transposed:
          for lane in 0..<Self.width {
            packed[target.index + lane] = lane < lanes ? matrix[(column + lane) * rows + row] : 0
          }
        }
      }
    }
  }

  /// sums ← sums + x M, each sum in the order of the numbers of x: a row's bits depend on that row alone.
  ///
  /// - Parameters:
  ///   - packed: M, as `pack` has laid it out.
  ///   - sums: as many rows as x.
  public func addProduct(
    _ x: Span<Float>, _ packed: Span<Float>, to sums: inout MutableSpan<Float>
  ) {
    let count = sums.count / columns
    precondition(sums.count == count * columns && x.count == count * rows, "matching sizes")
    precondition(packed.count >= self.count, "the packed matrix")
    unsafe x.withUnsafeBufferPointer { x in
      unsafe packed.withUnsafeBufferPointer { packed in
        guard let x = x.baseAddress, let packed = packed.baseAddress else { return }
        for panel in 0..<panels {
          let vectors = unsafe ProductTile.Vectors(
            start: packed + panel &* rows &* Self.width, step: Self.width)
          for row in stride(from: 0, to: count, by: ProductTile.height) {
            let factors = unsafe ProductTile.Factors(
              start: x + row &* rows, spread: rows, step: 1,
              height: min(ProductTile.height, count &- row))
            tile(row, panel &* Self.width, factors, vectors, &sums)
          }
        }
      }
    }
  }

  @inline(__always)
  private func tile(
    _ row: Int, _ column: Int, _ factors: ProductTile.Factors, _ vectors: ProductTile.Vectors,
    _ sums: inout MutableSpan<Float>
  ) {
    let lanes = min(Self.width, columns &- column)
    func place(_ index: Int) -> Place {
      Place(index: (row &+ index) &* columns &+ column, lanes: lanes)
    }
    var tile = ProductTile(factors.height) { sums.load(place($0)) }
    tile.addProducts(factors, vectors, count: rows)
    tile.forEach { index, sum in
      if index < factors.height { sums.store(sum, place(index)) }
    }
  }
}
