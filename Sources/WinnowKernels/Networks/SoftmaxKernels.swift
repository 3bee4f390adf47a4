/// outputs[i, j] ← e^zᵢⱼ / Σₖ e^zᵢₖ for each row of logits z; the largest logit is subtracted first, so
/// that nothing overflows.
public func softmaxRows(
  _ logits: Span<Float>, rows: Int, into outputs: inout MutableSpan<Float>
) {
  let width = rowWidth(logits.count, rows)
  precondition(outputs.count == logits.count, "equal sizes")
  for row in 0..<rows {
    let largest = largestOfRow(logits, row, width)
    var sum = Vector()
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      let power = exponential(logits.load(place) - largest).replacing(with: 0, where: column.rest)
      sum += power
      outputs.store(power, place)
    }
    let scale = Vector(1 / sum.sum())
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      outputs.store(outputs.load(place) * scale, place)
    }
  }
}

/// gradient[i, j] ← yᵢⱼ (upstreamᵢⱼ − Σₖ upstreamᵢₖ yᵢₖ) for the outputs y of a softmax.
public func softmaxSlope(
  outputs: Span<Float>, upstream: Span<Float>, rows: Int, into gradient: inout MutableSpan<Float>
) {
  let width = rowWidth(outputs.count, rows)
  precondition(upstream.count == outputs.count && gradient.count == outputs.count, "equal sizes")
  for row in 0..<rows {
    var product = Vector()
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      product.addProduct(outputs.load(place), upstream.load(place))
    }
    let mean = product.sum()
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      gradient.store(outputs.load(place) * (upstream.load(place) - mean), place)
    }
  }
}

/// The largest number of a row.
@inline(__always)
func largestOfRow(_ matrix: Span<Float>, _ row: Int, _ width: Int) -> Float {
  var largest = Vector(-Float.infinity)
  forEachVector(width) { column in
    let values = matrix.load(Place(index: row * width + column.index, lanes: column.lanes))
      .replacing(with: -.infinity, where: column.rest)
    largest.replace(with: values, where: values .> largest)
  }
  return largest.max()
}
