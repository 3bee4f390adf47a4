/// losses[i] ← wᵢ Σⱼ ½ (sᵢⱼ + (tᵢⱼ − μᵢⱼ)² e^−sᵢⱼ): minus the logarithm of a Gaussian density with mean μ
/// and variance eˢ, up to a constant. A row of outputs holds all μ, then all s.
public func gaussianLikelihood(
  outputs: Span<Float>, targets: Span<Float>, weights: Span<Float>,
  into losses: inout MutableSpan<Float>
) {
  let rows = losses.count, width = rowWidth(targets.count, rows)
  precondition(outputs.count == 2 * targets.count && weights.count == rows, "mean and logarithm")
  for row in 0..<rows {
    var sum = Vector()
    forEachVector(width) { column in
      let event = GaussianEvent(outputs, targets, row, column, width)
      let part = 0.5 * (event.logarithm + event.pull * event.difference)
      sum += part.replacing(with: 0, where: column.rest)
    }
    losses[row] = weights[row] * sum.sum()
  }
}

/// ∂/∂μ = (μ − t) e^−s and ∂/∂s = ½ (1 − (t − μ)² e^−s), times upstreamᵢ wᵢ.
public func gaussianLikelihoodSlope(
  outputs: Span<Float>, targets: Span<Float>, weights: Span<Float>, upstream: Span<Float>,
  into gradient: inout MutableSpan<Float>
) {
  let rows = upstream.count, width = rowWidth(targets.count, rows)
  precondition(outputs.count == 2 * targets.count && gradient.count == outputs.count, "sizes")
  precondition(weights.count == rows, "one weight per row")
  for row in 0..<rows {
    let factor = Vector(upstream[row] * weights[row])
    forEachVector(width) { column in
      let event = GaussianEvent(outputs, targets, row, column, width)
      gradient.store(factor * event.pull, event.meanPlace)
      gradient.store(0.5 * factor * (1 - event.pull * event.difference), event.logarithmPlace)
    }
  }
}

/// Sixteen targets of one event with what the network says of them.
private struct GaussianEvent {
  let meanPlace, logarithmPlace: Place
  let logarithm, difference: Vector
  /// (μ − t) / σ².
  let pull: Vector

  @inline(__always)
  init(_ outputs: Span<Float>, _ targets: Span<Float>, _ row: Int, _ column: Place, _ width: Int) {
    meanPlace = Place(index: 2 * row * width + column.index, lanes: column.lanes)
    logarithmPlace = Place(index: meanPlace.index + width, lanes: column.lanes)
    logarithm = outputs.load(logarithmPlace)
    let target = targets.load(Place(index: row * width + column.index, lanes: column.lanes))
    difference = outputs.load(meanPlace) - target
    pull = difference * exponential(-logarithm)
  }
}
