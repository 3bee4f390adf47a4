/// l = q (t − y) for t > y, else (1 − q)(y − t). Its optimum is the quantile q (Koenker and Bassett,
/// Econometrica 46 (1978) 33).
public struct QuantileDeviation: VectorLoss {
  public let level: Float

  /// - Precondition: 0 < q < 1.
  public init(level: Float) {
    precondition(level > 0 && level < 1, "a level between 0 and 1")
    self.level = level
  }

  @inline(__always)
  func value(_ y: Vector, _ t: Vector) -> Vector { (y - t) * slope(y, t) }
  @inline(__always)
  func slope(_ y: Vector, _ t: Vector) -> Vector {
    Vector(0).replacing(with: 1 - level, where: y .> t).replacing(with: -level, where: y .< t)
  }
}
