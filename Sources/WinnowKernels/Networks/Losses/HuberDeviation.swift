/// l = ½ (y − t)² where |y − t| ≤ δ, else δ (|y − t| − ½ δ) (Huber, Ann. Math. Stat. 35 (1964) 73).
public struct HuberDeviation: VectorLoss {
  public let delta: Float

  /// - Precondition: δ > 0.
  public init(delta: Float) {
    precondition(delta > 0, "a positive width")
    self.delta = delta
  }

  @inline(__always)
  func value(_ y: Vector, _ t: Vector) -> Vector {
    let size = (y - t).magnitudes
    let inner = size.atMost(delta)
    return inner * (size - 0.5 * inner)
  }
  @inline(__always)
  func slope(_ y: Vector, _ t: Vector) -> Vector { (y - t).atMost(delta).atLeast(-delta) }
}
