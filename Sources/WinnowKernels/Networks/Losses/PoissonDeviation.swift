/// l = eʸ − t y: minus the logarithm of the Poisson probability of t counts with mean eʸ, up to ln t!.
public struct PoissonDeviation: VectorLoss {
  public init() {}

  @inline(__always)
  func value(_ y: Vector, _ t: Vector) -> Vector { exponential(y) - t * y }
  @inline(__always)
  func slope(_ y: Vector, _ t: Vector) -> Vector { exponential(y) - t }
}
