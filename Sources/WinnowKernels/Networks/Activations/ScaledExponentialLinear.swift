/// f(x) = λx for x > 0, else λα(eˣ − 1), with λ and α such that unit variance is kept from layer to
/// layer (Klambauer et al., arXiv:1706.02515).
public struct ScaledExponentialLinear: VectorActivation {
  private static let scale: Float = 1.050_701
  private static let scaledAlpha: Float = 1.050_701 * 1.673_263_2

  public init() {}
  public var name: String { "selu" }

  @inline(__always)
  func value(_ x: Vector) -> Vector {
    let negative = exponentialMinusOne(x.atMost(0).atLeast(-40)) * Self.scaledAlpha
    return (x * Self.scale).replacing(with: negative, where: x .< 0)
  }
  @inline(__always)
  func slope(_ y: Vector) -> Vector {
    (y + Self.scaledAlpha).replacing(with: Self.scale, where: y .> 0)
  }
}
