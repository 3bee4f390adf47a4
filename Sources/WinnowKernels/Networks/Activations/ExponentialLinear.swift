/// f(x) = x for x > 0, else eˣ − 1 (Clevert, Unterthiner, Hochreiter, arXiv:1511.07289, α = 1).
public struct ExponentialLinear: VectorActivation {
  public init() {}
  public var name: String { "elu" }

  @inline(__always)
  func value(_ x: Vector) -> Vector {
    x.replacing(with: exponentialMinusOne(x.atMost(0).atLeast(-40)), where: x .< 0)
  }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { (y + 1).replacing(with: 1, where: y .> 0) }
}
