/// l = |y − t|; the slope at y = t counts as 0. Its optimum is the median.
public struct AbsoluteDeviation: VectorLoss {
  public init() {}

  @inline(__always)
  func value(_ y: Vector, _ t: Vector) -> Vector { (y - t).magnitudes }
  @inline(__always)
  func slope(_ y: Vector, _ t: Vector) -> Vector {
    Vector(0).replacing(with: 1, where: y .> t).replacing(with: -1, where: y .< t)
  }
}
