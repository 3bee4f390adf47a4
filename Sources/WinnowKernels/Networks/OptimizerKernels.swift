/// parameters ← parameters − rate · gradient.
public func gradientStep(
  _ parameters: inout MutableSpan<Float>, gradient: Span<Float>, rate: Float
) {
  add(gradient, times: -rate, to: &parameters)
}

/// v ← momentum · v + g; parameters ← parameters − rate · d, where d is v, or g + momentum · v for
/// Nesterov's form.
public func momentumStep(
  _ parameters: inout MutableSpan<Float>, gradient: Span<Float>,
  velocity: inout MutableSpan<Float>, momentum: Float, nesterov: Bool, rate: Float
) {
  precondition(parameters.count == gradient.count && velocity.count == gradient.count, "sizes")
  forEachVector(gradient.count) { place in
    let g = gradient.load(place)
    let v = g.addingProduct(velocity.load(place), Vector(momentum))
    velocity.store(v, place)
    let direction = nesterov ? g.addingProduct(v, Vector(momentum)) : v
    parameters.store(parameters.load(place).addingProduct(direction, Vector(-rate)), place)
  }
}

/// The constants of one step of Adam.
public struct AdamStep: Sendable {
  /// β₁ and β₂: how much of the running means of g and g² is kept.
  public var decays: (first: Float, second: Float)
  /// 1 − β₁ and 1 − β₂, rounded once rather than subtracted in single precision.
  public var gains: (first: Float, second: Float)
  /// α / (1 − β₁ᵗ).
  public var rate: Float
  /// 1 / √(1 − β₂ᵗ).
  public var spreadScale: Float
  public var epsilon: Float
  /// The parameters are multiplied by this first: 1, or 1 − α · decay for AdamW.
  public var shrink: Float

  public init(
    decays: (first: Double, second: Double), rate: Float, spreadScale: Float, epsilon: Float,
    shrink: Float
  ) {
    self.decays = (Float(decays.first), Float(decays.second))
    gains = (Float(1 - decays.first), Float(1 - decays.second))
    self.rate = rate
    self.spreadScale = spreadScale
    self.epsilon = epsilon
    self.shrink = shrink
  }
}

/// m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; parameters ← shrink · parameters −
/// rate · m / (√v · spreadScale + ε).
public func adamStep(
  _ parameters: inout MutableSpan<Float>, gradient: Span<Float>, mean: inout MutableSpan<Float>,
  square: inout MutableSpan<Float>, _ step: AdamStep
) {
  let count = gradient.count
  precondition(parameters.count == count && mean.count == count && square.count == count, "sizes")
  let (first, second) = step.decays
  forEachVector(count) { place in
    let g = gradient.load(place)
    let m = (g * step.gains.first).addingProduct(mean.load(place), Vector(first))
    let v = (g * g * step.gains.second).addingProduct(square.load(place), Vector(second))
    mean.store(m, place)
    square.store(v, place)
    let move = step.rate * m / (v.squareRoot() * step.spreadScale + step.epsilon)
    parameters.store(parameters.load(place) * step.shrink - move, place)
  }
}
