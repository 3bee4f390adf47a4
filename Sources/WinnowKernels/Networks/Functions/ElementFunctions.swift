// Functions that graphs apply element by element beside the activations.

/// f(x) = eˣ.
public struct ExponentialFunction: VectorActivation {
  public init() {}
  public var name: String { "exp" }

  @inline(__always)
  func value(_ x: Vector) -> Vector { exponential(x) }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { y }
}

/// f(x) = ln x; −infinity at 0, NaN below.
public struct NaturalLogarithm: VectorActivation {
  public init() {}
  public var name: String { "log" }
  public var slopeNeedsInput: Bool { true }

  @inline(__always)
  func value(_ x: Vector) -> Vector { logarithm(x) }
  @inline(__always)
  func slope(_ x: Vector) -> Vector { 1 / x }
}

/// f(x) = √x; NaN below 0.
public struct SquareRoot: VectorActivation {
  public init() {}
  public var name: String { "sqrt" }

  @inline(__always)
  func value(_ x: Vector) -> Vector { x.squareRoot() }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { 0.5 / y }
}

/// f(x) = |x|, with slope 0 at 0.
public struct Magnitude: VectorActivation {
  public init() {}
  public var name: String { "abs" }
  public var slopeNeedsInput: Bool { true }

  @inline(__always)
  func value(_ x: Vector) -> Vector { x.magnitudes }
  @inline(__always)
  func slope(_ x: Vector) -> Vector {
    Vector(1).withSigns(of: x).replacing(with: 0, where: x .== 0)
  }
}

/// f(x) = a x + b.
public struct LinearFunction: VectorActivation {
  public let factor: Float
  public let offset: Float

  public init(times factor: Float = 1, plus offset: Float = 0) {
    self.factor = factor
    self.offset = offset
  }

  public var name: String { "linear" }

  @inline(__always)
  func value(_ x: Vector) -> Vector { Vector(offset).addingProduct(x, Vector(factor)) }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { Vector(factor) }
}

/// f(x) = xᵖ; below 0 it is NaN unless p is whole.
public struct PowerFunction: VectorActivation {
  public let exponent: Float
  private let sign: Float

  public init(_ exponent: Float) {
    self.exponent = exponent
    let isWhole = exponent == exponent.rounded()
    sign = !isWhole ? .nan : exponent.truncatingRemainder(dividingBy: 2) == 0 ? 1 : -1
  }

  public var name: String { "power" }
  public var slopeNeedsInput: Bool { true }

  @inline(__always)
  func value(_ x: Vector) -> Vector { power(x, exponent, negative: sign) }
  @inline(__always)
  func slope(_ x: Vector) -> Vector {
    exponent == 0 ? Vector(0) : exponent * power(x, exponent - 1, negative: -sign)
  }

  @inline(__always)
  private func power(_ x: Vector, _ exponent: Float, negative: Float) -> Vector {
    if exponent == 0 { return Vector(1) }
    let size = exponential(exponent * logarithm(x.magnitudes))
    return size.replacing(with: size * negative, where: x .< 0)
  }
}
