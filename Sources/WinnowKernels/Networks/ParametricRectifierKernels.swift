/// outputs[i, j] ← x[i, j] for x > 0, else slopes[j] · x[i, j].
public func parametricRectifier(
  _ matrix: Span<Float>, slopes: Span<Float>, into outputs: inout MutableSpan<Float>
) {
  let width = slopes.count
  precondition(matrix.count == outputs.count && width > 0 && matrix.count % width == 0, "sizes")
  for first in stride(from: 0, to: matrix.count, by: width) {
    forEachVector(width) { column in
      let place = Place(index: first + column.index, lanes: column.lanes)
      let x = matrix.load(place)
      outputs.store(x.replacing(with: x * slopes.load(column), where: x .< 0), place)
    }
  }
}

/// gradient ← upstream · f′(x), the derivative of the above with respect to its inputs.
public func parametricRectifierSlope(
  _ matrix: Span<Float>, slopes: Span<Float>, upstream: Span<Float>,
  into gradient: inout MutableSpan<Float>
) {
  let width = slopes.count
  precondition(matrix.count == upstream.count && matrix.count == gradient.count, "sizes")
  precondition(width > 0 && matrix.count % width == 0, "whole rows")
  for first in stride(from: 0, to: matrix.count, by: width) {
    forEachVector(width) { column in
      let place = Place(index: first + column.index, lanes: column.lanes)
      let slope = Vector(1).replacing(with: slopes.load(column), where: matrix.load(place) .< 0)
      gradient.store(upstream.load(place) * slope, place)
    }
  }
}

/// sums[j] ← Σᵢ upstream[i, j] · min(x[i, j], 0), its derivative with respect to the slopes.
public func parametricRectifierSlopeGradient(
  _ matrix: Span<Float>, upstream: Span<Float>, rows: Int, into sums: inout MutableSpan<Float>
) {
  let width = sums.count
  precondition(matrix.count == rows * width && upstream.count == matrix.count, "sizes")
  forEachVector(width) { column in
    var sum = Vector()
    for row in 0..<rows {
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      sum.addProduct(upstream.load(place), matrix.load(place).atMost(0))
    }
    sums.store(sum, column)
  }
}
