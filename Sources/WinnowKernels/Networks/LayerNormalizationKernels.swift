/// Normalises each row: result[i, j] ← (x[i, j] − μᵢ) sᵢ with sᵢ = 1 / √(σᵢ² + ε), where μᵢ and σᵢ² are
/// mean and variance of the row; the sᵢ follow behind the matrix.
public func normalizeRows(
  _ matrix: Span<Float>, epsilon: Float, normalizedAndScales result: inout MutableSpan<Float>,
  rows: Int
) {
  let width = rowWidth(matrix.count, rows)
  precondition(result.count == matrix.count + rows, "a matrix and one scale per row")
  for row in 0..<rows {
    var sum = Vector()
    forEachVector(width) { column in
      sum += matrix.load(Place(index: row * width + column.index, lanes: column.lanes))
    }
    let mean = sum.sum() / Float(width)
    var squares = Vector()
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      let part = (matrix.load(place) - mean).replacing(with: 0, where: column.rest)
      squares.addProduct(part, part)
    }
    let scale = 1 / (squares.sum() / Float(width) + epsilon).squareRoot()
    result[matrix.count + row] = scale
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      result.store((matrix.load(place) - mean) * scale, place)
    }
  }
}

/// gradient[i, j] ← sᵢ (uᵢⱼ − ūᵢ − x̂ᵢⱼ · mean(u x̂)ᵢ) with u = upstream · gamma, the derivative through a
/// normalisation of rows.
public func rowNormalizationSlope(
  upstream: Span<Float>, gamma: Span<Float>, normalized: Span<Float>, scales: Span<Float>,
  into gradient: inout MutableSpan<Float>
) {
  let width = gamma.count, rows = scales.count
  precondition(upstream.count == rows * width && normalized.count == upstream.count, "sizes")
  precondition(gradient.count == upstream.count, "sizes")
  for row in 0..<rows {
    var sum = Vector(), product = Vector()
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      let u = upstream.load(place) * gamma.load(column)
      sum += u
      product.addProduct(u, normalized.load(place))
    }
    let mean = sum.sum() / Float(width), slope = product.sum() / Float(width)
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      let u = upstream.load(place) * gamma.load(column)
      gradient.store((u - mean - normalized.load(place) * slope) * scales[row], place)
    }
  }
}
