/// f(x) = ½ x (1 + tanh u) with u = √(2/π) (x + 0.044715 x³): the form of the Gaussian error linear
/// unit that Hendrycks and Gimpel give for speed (arXiv:1606.08415).
public struct GaussianErrorLinear: VectorActivation {
  private static let scale: Float = 0.797_884_56
  private static let cubic: Float = 0.044_715

  public init() {}
  public var name: String { "gelu" }
  public var slopeNeedsInput: Bool { true }

  @inline(__always)
  func value(_ x: Vector) -> Vector {
    0.5 * x * (1 + hyperbolicTangent(Self.scale * (x + Self.cubic * x * x * x)))
  }
  @inline(__always)
  func slope(_ x: Vector) -> Vector {
    let t = hyperbolicTangent(Self.scale * (x + Self.cubic * x * x * x))
    let inner = Self.scale * (1 + 3 * Self.cubic * x * x)
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner
  }
}
