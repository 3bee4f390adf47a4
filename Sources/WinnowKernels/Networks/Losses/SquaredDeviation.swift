/// (y − t)².
public struct SquaredDeviation: VectorLoss {
  public init() {}

  @inline(__always)
  func value(_ y: Vector, _ t: Vector) -> Vector {
    let difference = y - t
    return difference * difference
  }

  @inline(__always)
  func slope(_ y: Vector, _ t: Vector) -> Vector { 2 * (y - t) }
}
