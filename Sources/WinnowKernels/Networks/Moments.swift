/// Mean and Σ(x − mean)² of each column of a rows × width matrix.
/// - Precondition: at least one row.
public func columnMoments(
  _ matrix: Span<Float>, rows: Int, means: inout MutableSpan<Float>,
  deviations: inout MutableSpan<Float>
) {
  let width = means.count
  precondition(matrix.count == rows * width && deviations.count == width && rows > 0, "whole rows")
  forEachVector(width) { column in
    var sum = Vector()
    for row in 0..<rows {
      sum += matrix.load(Place(index: row * width + column.index, lanes: column.lanes))
    }
    let mean = sum / Vector(Float(rows))
    var squares = Vector()
    for row in 0..<rows {
      let part = matrix.load(Place(index: row * width + column.index, lanes: column.lanes)) - mean
      squares.addProduct(part, part)
    }
    means.store(mean, column)
    deviations.store(squares, column)
  }
}

/// normalized[i, j] ← (matrix[i, j] − means[j]) · scales[j].
public func normalizeColumns(
  _ matrix: Span<Float>, means: Span<Float>, scales: Span<Float>,
  into normalized: inout MutableSpan<Float>
) {
  let width = means.count
  precondition(matrix.count == normalized.count && scales.count == width, "equal sizes")
  for first in stride(from: 0, to: matrix.count, by: max(1, width)) {
    forEachVector(width) { column in
      let place = Place(index: first + column.index, lanes: column.lanes)
      normalized.store((matrix.load(place) - means.load(column)) * scales.load(column), place)
    }
  }
}

/// outputs[i, j] ← matrix[i, j] · factors[j] + offsets[j].
public func scaleColumns(
  _ matrix: Span<Float>, by factors: Span<Float>, adding offsets: Span<Float>,
  into outputs: inout MutableSpan<Float>
) {
  let width = factors.count
  precondition(matrix.count == outputs.count && offsets.count == width, "equal sizes")
  for first in stride(from: 0, to: matrix.count, by: max(1, width)) {
    forEachVector(width) { column in
      let place = Place(index: first + column.index, lanes: column.lanes)
      let scaled = offsets.load(column).addingProduct(matrix.load(place), factors.load(column))
      outputs.store(scaled, place)
    }
  }
}

/// sums[j] ← Σᵢ a[i, j] · b[i, j], added in the order of the rows.
public func sumColumnProducts(
  _ a: Span<Float>, _ b: Span<Float>, rows: Int, into sums: inout MutableSpan<Float>
) {
  let width = sums.count
  precondition(a.count == rows * width && b.count == a.count, "rows of the sums' width")
  forEachVector(width) { column in
    var sum = Vector()
    for row in 0..<rows {
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      sum.addProduct(a.load(place), b.load(place))
    }
    sums.store(sum, column)
  }
}

/// gradient[i, j] ← factors[j] (upstream[i, j] − means[j] − normalized[i, j] · products[j]): the
/// derivative through a normalisation whose mean and width were taken from the rows themselves.
public func normalizationSlope(
  upstream: Span<Float>, normalized: Span<Float>, factors: Span<Float>,
  means: (gradient: Span<Float>, product: Span<Float>), into gradient: inout MutableSpan<Float>
) {
  let width = factors.count
  precondition(upstream.count == gradient.count && normalized.count == gradient.count, "sizes")
  precondition(means.gradient.count == width && means.product.count == width, "sizes")
  for first in stride(from: 0, to: gradient.count, by: max(1, width)) {
    forEachVector(width) { column in
      let place = Place(index: first + column.index, lanes: column.lanes)
      let shared = means.gradient.load(column)
        .addingProduct(normalized.load(place), means.product.load(column))
      gradient.store(factors.load(column) * (upstream.load(place) - shared), place)
    }
  }
}
