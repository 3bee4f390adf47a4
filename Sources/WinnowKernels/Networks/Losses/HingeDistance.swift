/// l = max(0, 1 − s y) with s = +1 for the target 1 and −1 for the target 0 (s = 2t − 1).
public struct HingeDistance: VectorLoss {
  public init() {}

  @inline(__always)
  func value(_ y: Vector, _ t: Vector) -> Vector { (1 - (2 * t - 1) * y).atLeast(0) }
  @inline(__always)
  func slope(_ y: Vector, _ t: Vector) -> Vector {
    let side = 2 * t - 1
    return (-side).replacing(with: 0, where: side * y .>= 1)
  }
}
