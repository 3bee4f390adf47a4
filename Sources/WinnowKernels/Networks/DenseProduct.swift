// The matrix product of a dense layer, its bias and its activation in one pass over the output.
//
// A tile is six rows by sixteen columns: its sums stay in twelve AVX2 registers while the inputs pass, and
// each vector of weights is used six times. Every sum starts at the bias and adds its products in the order
// of the inputs, so that the output for an event has the same bits whatever rows surround it. The last tile
// overlaps the one before where a size is no multiple of the tile's.

extension VectorActivation {
  public func apply(
    toProductOf x: Span<Float>, _ weights: Span<Float>, adding bias: Span<Float>,
    scratch: inout MutableSpan<Float>, into y: inout MutableSpan<Float>
  ) {
    let columns = bias.count
    precondition(columns > 0 && y.count % columns == 0, "rows of the bias' width")
    let rows = y.count / columns, inner = weights.count / columns
    precondition(weights.count == inner * columns && x.count == rows * inner, "matching sizes")
    precondition(scratch.count >= DenseProduct.scratchCount(inputs: inner), "scratch")
    if columns == 1 { return applyToColumn(x, weights, bias[0], &y) }
    ProductPlaces.lend(x, weights, bias, scratch: &scratch, y: &y) { places in
      DenseProduct(at: places, rows: rows, inner: inner, columns: columns).run { value($0) }
    }
  }

  private func applyToColumn(
    _ x: Span<Float>, _ weights: Span<Float>, _ bias: Float, _ y: inout MutableSpan<Float>
  ) {
    multiplyRows(x, by: weights, into: &y)
    Elementary.map(&y) { value($0 + bias) }
  }
}

/// The places and the sizes of one product.
public struct DenseProduct {
  /// Its scratch memory has room for sixteen columns of weights.
  let at: ProductPlaces
  let rows: Int
  let inner: Int
  let columns: Int

  private static let tileRows = ProductTile.height
  private static let width = Vector.scalarCount
  /// From so many rows and columns on, the weights of a tile are copied together first: the rows of a wide
  /// matrix share cache sets.
  private static let packedRows = 32, packedColumns = 512

  /// How many numbers of scratch memory a product needs.
  public static func scratchCount(inputs: Int) -> Int { inputs * width }

  @inline(__always)
  func run(_ activation: (Vector) -> Vector) {
    let packs = columns < Self.width
      || (rows >= Self.packedRows && columns >= Self.packedColumns)
    if !packs && rows < Self.tileRows { return runRows(activation) }
    for first in stride(from: 0, to: columns, by: Self.width) {
      let column = max(0, min(first, columns - Self.width))
      let lanes = min(Self.width, columns)
      let start = start(column, lanes)
      if packs { pack(column, lanes) }
      let source = unsafe packs
        ? ProductTile.Vectors(start: UnsafePointer(at.scratch), step: Self.width)
        : ProductTile.Vectors(start: at.weights + column, step: columns)
      if rows < Self.tileRows {
        for row in 0..<rows { narrowTile(row, column, lanes, start, activation) }
        continue
      }
      for first in stride(from: 0, to: rows, by: Self.tileRows) {
        tile(min(first, rows - Self.tileRows), column, source, start, activation)
      }
    }
  }

  /// The biases where the sums of some columns start.
  @inline(__always)
  private func start(_ column: Int, _ lanes: Int) -> Vector {
    if lanes == Self.width { return unsafe Vector(at: at.bias + column) }
    var start = Vector()
    for lane in 0..<lanes { start[lane] = unsafe at.bias[column &+ lane] }
    return start
  }

  /// Puts sixteen columns together, with zeros where the matrix is narrower.
  private func pack(_ column: Int, _ lanes: Int) {
    for k in 0..<inner {
      let from = unsafe at.weights + (k &* columns &+ column)
      let to = unsafe at.scratch + k &* Self.width
      if lanes == Self.width {
        unsafe Vector(at: from).store(at: to)
      } else {
        for lane in 0..<Self.width { unsafe to[lane] = lane < lanes ? from[lane] : 0 }
      }
    }
  }

  @inline(__always)
  private func tile(
    _ row: Int, _ column: Int, _ source: ProductTile.Vectors, _ start: Vector,
    _ activation: (Vector) -> Vector
  ) {
    var tile = ProductTile(start)
    let factors = unsafe ProductTile.Factors(start: at.x + row &* inner, spread: inner, step: 1)
    tile.addProducts(factors, source, count: inner)
    tile.forEach { index, sum in finish(sum, row + index, column, activation) }
  }

  @inline(__always)
  private func finish(
    _ sum: Vector, _ row: Int, _ column: Int, _ activation: (Vector) -> Vector
  ) {
    let target = unsafe at.y + (row &* columns &+ column)
    if columns >= Self.width { return unsafe activation(sum).store(at: target) }
    let result = activation(sum)
    for lane in 0..<columns { unsafe target[lane] = result[lane] }
  }

  /// One row of a narrow matrix.
  @inline(__always)
  private func narrowTile(
    _ row: Int, _ column: Int, _ lanes: Int, _ start: Vector, _ activation: (Vector) -> Vector
  ) {
    var sum = start
    for k in 0..<inner {
      unsafe sum.addProduct(Vector(at.x[row &* inner &+ k]), Vector(at: at.scratch + k &* Self.width))
    }
    finish(sum, row, column, activation)
  }

  /// A few rows: row by row, four tiles' columns at once, which hides the latency of the products.
  @inline(__always)
  private func runRows(_ activation: (Vector) -> Vector) {
    let last = columns - Self.width
    for row in 0..<rows {
      for first in stride(from: 0, to: columns, by: 4 * Self.width) {
        let c0 = min(first, last), c1 = min(first + Self.width, last)
        let c2 = min(first + 2 * Self.width, last), c3 = min(first + 3 * Self.width, last)
        var s0 = start(c0, Self.width), s1 = start(c1, Self.width)
        var s2 = start(c2, Self.width), s3 = start(c3, Self.width)
        for k in 0..<inner {
          let factor = unsafe Vector(at.x[row &* inner &+ k])
          let source = unsafe at.weights + k &* columns
          unsafe s0.addProduct(factor, Vector(at: source + c0))
          unsafe s1.addProduct(factor, Vector(at: source + c1))
          unsafe s2.addProduct(factor, Vector(at: source + c2))
          unsafe s3.addProduct(factor, Vector(at: source + c3))
        }
        finish(s0, row, c0, activation)
        finish(s1, row, c1, activation)
        finish(s2, row, c2, activation)
        finish(s3, row, c3, activation)
      }
    }
  }
}

/// gradient[i, j] ← Σᵣ x[r, i] δ[r, j]: the gradient of a dense layer's weights, summed over rows in their
/// order.
/// - Precondition: at least 6 inputs and 16 columns; `DenseProduct.fitsGradient` tells.
public func denseWeightGradient(
  _ x: Span<Float>, _ delta: Span<Float>, rows: Int, into gradient: inout MutableSpan<Float>
) {
  precondition(rows > 0 && x.count % rows == 0 && delta.count % rows == 0, "whole rows")
  let inner = x.count / rows, columns = delta.count / rows
  precondition(DenseProduct.fitsGradient(inputs: inner, units: columns), "large enough")
  precondition(gradient.count == inner * columns, "matching sizes")
  unsafe x.withUnsafeBufferPointer { x in
    unsafe delta.withUnsafeBufferPointer { delta in
      unsafe gradient.withUnsafeMutableBufferPointer { gradient in
        guard let x = x.baseAddress, let delta = delta.baseAddress, let gradient = gradient.baseAddress
        else { return }
        let product = unsafe DenseGradient(
          x: x, delta: delta, gradient: gradient, rows: rows, inner: inner, columns: columns)
        for first in stride(from: 0, to: columns, by: 16) {
          for input in stride(from: 0, to: inner, by: 6) {
            product.tile(min(input, inner - 6), min(first, columns - 16))
          }
        }
      }
    }
  }
}

extension DenseProduct {
  public static func fitsGradient(inputs: Int, units: Int) -> Bool {
    inputs >= tileRows && units >= width
  }
}

/// The places and the sizes of a gradient of weights.
private struct DenseGradient {
  let x: UnsafePointer<Float>
  let delta: UnsafePointer<Float>
  let gradient: UnsafeMutablePointer<Float>
  let rows: Int
  let inner: Int
  let columns: Int

  /// Six inputs by sixteen columns.
  @inline(__always)
  func tile(_ input: Int, _ column: Int) {
    var tile = ProductTile(Vector())
    unsafe tile.addProducts(
      .init(start: x + input, spread: 1, step: inner),
      .init(start: delta + column, step: columns), count: rows)
    let target = unsafe gradient + (input &* columns &+ column)
    tile.forEach { index, sum in unsafe sum.store(at: target + index &* columns) }
  }
}
