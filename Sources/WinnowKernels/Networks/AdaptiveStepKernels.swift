/// s ← s + g²; parameters ← parameters − rate · g / (√s + ε).
public func adaGradStep(
  _ parameters: inout MutableSpan<Float>, gradient: Span<Float>,
  squares: inout MutableSpan<Float>, rate: Float, epsilon: Float
) {
  precondition(parameters.count == gradient.count && squares.count == gradient.count, "sizes")
  forEachVector(gradient.count) { place in
    let g = gradient.load(place)
    let s = squares.load(place).addingProduct(g, g)
    squares.store(s, place)
    parameters.store(parameters.load(place) - rate * g / (s.squareRoot() + epsilon), place)
  }
}

/// v ← ρ v + (1 − ρ) g²; parameters ← parameters − rate · g / (√v + ε).
public func rmsStep(
  _ parameters: inout MutableSpan<Float>, gradient: Span<Float>,
  squares: inout MutableSpan<Float>, decay: Double, rate: Float, epsilon: Float
) {
  precondition(parameters.count == gradient.count && squares.count == gradient.count, "sizes")
  let (kept, gained) = (Vector(Float(decay)), Float(1 - decay))
  forEachVector(gradient.count) { place in
    let g = gradient.load(place)
    let v = (g * g * gained).addingProduct(squares.load(place), kept)
    squares.store(v, place)
    parameters.store(parameters.load(place) - rate * g / (v.squareRoot() + epsilon), place)
  }
}

/// v ← ρ v + (1 − ρ) g²; d = g √(u + ε) / √(v + ε); u ← ρ u + (1 − ρ) d²;
/// parameters ← parameters − rate · d.
public func adaDeltaStep(
  _ parameters: inout MutableSpan<Float>, gradient: Span<Float>,
  squares: inout MutableSpan<Float>, moves: inout MutableSpan<Float>,
  _ constants: (decay: Double, rate: Float, epsilon: Float)
) {
  precondition(parameters.count == gradient.count && squares.count == gradient.count, "sizes")
  precondition(moves.count == gradient.count, "sizes")
  let (kept, gained) = (Vector(Float(constants.decay)), Float(1 - constants.decay))
  forEachVector(gradient.count) { place in
    let g = gradient.load(place)
    let v = (g * g * gained).addingProduct(squares.load(place), kept)
    let u = moves.load(place)
    let d = g * (u + constants.epsilon).squareRoot() / (v + constants.epsilon).squareRoot()
    squares.store(v, place)
    moves.store((d * d * gained).addingProduct(u, kept), place)
    parameters.store(parameters.load(place) - constants.rate * d, place)
  }
}

/// Σ values², in double precision and in order.
public func sumOfSquares(_ values: Span<Float>) -> Double {
  var total = 0.0
  for index in values.indices { total += Double(values[index]) * Double(values[index]) }
  return total
}

/// values ← factor · values.
public func scale(_ values: inout MutableSpan<Float>, by factor: Float) {
  forEachVector(values.count) { place in values.store(values.load(place) * factor, place) }
}

/// gradient ← gradient + penalty · sign(parameters): the derivative of penalty · Σ|w|, 0 at w = 0.
public func addSigns(
  of parameters: Span<Float>, times penalty: Float, to gradient: inout MutableSpan<Float>
) {
  precondition(parameters.count == gradient.count, "equal sizes")
  forEachVector(gradient.count) { place in
    let w = parameters.load(place)
    let sign = Vector(0).replacing(with: penalty, where: w .> 0)
      .replacing(with: -penalty, where: w .< 0)
    gradient.store(gradient.load(place) + sign, place)
  }
}
