/// losses ← w (ln(1 + eᶻ) − t z): the weighted binary cross entropy of the logits z with the targets t
/// in [0, 1].
public func binaryCrossEntropy(
  logits: Span<Float>, targets: Span<Float>, weights: Span<Float>,
  into losses: inout MutableSpan<Float>
) {
  precondition(logits.count == losses.count && targets.count == losses.count, "equal sizes")
  precondition(weights.count == losses.count, "equal sizes")
  forEachVector(losses.count) { place in
    let z = logits.load(place)
    let loss = softplusOf(z) - targets.load(place) * z
    losses.store(weights.load(place) * loss, place)
  }
}

/// gradient ← upstream · w (σ(z) − t), the derivative of the above.
public func binaryCrossEntropySlope(
  logits: Span<Float>, targets: Span<Float>, weights: Span<Float>, upstream: Span<Float>,
  into gradient: inout MutableSpan<Float>
) {
  precondition(logits.count == gradient.count && targets.count == gradient.count, "equal sizes")
  precondition(weights.count == gradient.count && upstream.count == gradient.count, "equal sizes")
  forEachVector(gradient.count) { place in
    let slope = sigmoidOf(logits.load(place)) - targets.load(place)
    gradient.store(upstream.load(place) * weights.load(place) * slope, place)
  }
}

/// Σ losses, in double precision and in order.
public func sum(_ losses: Span<Float>) -> Double {
  var total = 0.0
  for index in losses.indices { total += Double(losses[index]) }
  return total
}
