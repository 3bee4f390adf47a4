/// losses[i] ← wᵢ (Tᵢ ln Σⱼ e^zᵢⱼ − Σⱼ tᵢⱼ zᵢⱼ) with Tᵢ = Σⱼ tᵢⱼ: the cross entropy of the softmax of the
/// logits z with the targets t, which are 1 for the event's class and else 0.
public func categoricalCrossEntropy(
  logits: Span<Float>, targets: Span<Float>, weights: Span<Float>,
  into losses: inout MutableSpan<Float>
) {
  let rows = losses.count, width = rowWidth(logits.count, rows)
  precondition(targets.count == logits.count && weights.count == rows, "equal sizes")
  for row in 0..<rows {
    let largest = largestOfRow(logits, row, width)
    var powers = Vector(), total = Vector(), chosen = Vector()
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      let z = logits.load(place) - largest, t = targets.load(place)
      powers += exponential(z).replacing(with: 0, where: column.rest)
      total += t
      chosen.addProduct(t, z)
    }
    let logarithm = logarithm(Vector(powers.sum()))[0]
    losses[row] = weights[row] * (total.sum() * logarithm - chosen.sum())
  }
}

/// gradient[i, j] ← upstreamᵢ wᵢ (Tᵢ softmax(z)ᵢⱼ − tᵢⱼ), the derivative of the above.
public func categoricalCrossEntropySlope(
  logits: Span<Float>, targets: Span<Float>, weights: Span<Float>, upstream: Span<Float>,
  into gradient: inout MutableSpan<Float>
) {
  let rows = upstream.count, width = rowWidth(logits.count, rows)
  precondition(targets.count == logits.count && gradient.count == logits.count, "equal sizes")
  precondition(weights.count == rows, "one weight per row")
  softmaxRows(logits, rows: rows, into: &gradient)
  for row in 0..<rows {
    let factor = Vector(upstream[row] * weights[row])
    var total = Vector()
    forEachVector(width) { column in
      total += targets.load(Place(index: row * width + column.index, lanes: column.lanes))
    }
    let sum = total.sum()
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      gradient.store(factor * (sum * gradient.load(place) - targets.load(place)), place)
    }
  }
}
