/// A function of two numbers, applied to two tensors of one shape element by element.
public protocol PairFunction: Sendable {
  /// What the node is called.
  var name: String { get }

  /// outputs ← f(a, b).
  func apply(_ a: Span<Float>, _ b: Span<Float>, into outputs: inout MutableSpan<Float>)

  /// gradient ← upstream · ∂f/∂a, or ∂f/∂b where `second`.
  func slope(
    _ a: Span<Float>, _ b: Span<Float>, upstream: Span<Float>, second: Bool,
    into gradient: inout MutableSpan<Float>)
}

/// A function of two numbers written for vectors; the loops are made from it.
protocol VectorPairFunction: PairFunction {
  func value(_ a: Vector, _ b: Vector) -> Vector
  func firstSlope(_ a: Vector, _ b: Vector) -> Vector
  func secondSlope(_ a: Vector, _ b: Vector) -> Vector
}

extension VectorPairFunction {
  public func apply(
    _ a: Span<Float>, _ b: Span<Float>, into outputs: inout MutableSpan<Float>
  ) {
    precondition(a.count == outputs.count && b.count == outputs.count, "equal sizes")
    forEachVector(outputs.count) { outputs.store(value(a.load($0), b.load($0)), $0) }
  }

  public func slope(
    _ a: Span<Float>, _ b: Span<Float>, upstream: Span<Float>, second: Bool,
    into gradient: inout MutableSpan<Float>
  ) {
    precondition(a.count == gradient.count && b.count == gradient.count, "equal sizes")
    precondition(upstream.count == gradient.count, "equal sizes")
    forEachVector(gradient.count) { place in
      let (x, y) = (a.load(place), b.load(place))
      let slope = second ? secondSlope(x, y) : firstSlope(x, y)
      gradient.store(upstream.load(place) * slope, place)
    }
  }
}

/// a − b.
public struct Difference: VectorPairFunction {
  public init() {}
  public var name: String { "subtract" }

  @inline(__always)
  func value(_ a: Vector, _ b: Vector) -> Vector { a - b }
  @inline(__always)
  func firstSlope(_ a: Vector, _ b: Vector) -> Vector { Vector(1) }
  @inline(__always)
  func secondSlope(_ a: Vector, _ b: Vector) -> Vector { Vector(-1) }
}

/// a / b.
public struct Quotient: VectorPairFunction {
  public init() {}
  public var name: String { "divide" }

  @inline(__always)
  func value(_ a: Vector, _ b: Vector) -> Vector { a / b }
  @inline(__always)
  func firstSlope(_ a: Vector, _ b: Vector) -> Vector { 1 / b }
  @inline(__always)
  func secondSlope(_ a: Vector, _ b: Vector) -> Vector { -a / (b * b) }
}

/// aᵇ for a > 0; NaN below.
public struct PowerOfPair: VectorPairFunction {
  public init() {}
  public var name: String { "power" }

  @inline(__always)
  func value(_ a: Vector, _ b: Vector) -> Vector { exponential(b * logarithm(a)) }
  @inline(__always)
  func firstSlope(_ a: Vector, _ b: Vector) -> Vector { b * exponential((b - 1) * logarithm(a)) }
  @inline(__always)
  func secondSlope(_ a: Vector, _ b: Vector) -> Vector {
    let log = logarithm(a)
    return log * exponential(b * log)
  }
}

/// max(a, b); of equals the first has the slope.
public struct LargerOfPair: VectorPairFunction {
  public init() {}
  public var name: String { "maximum" }

  @inline(__always)
  func value(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: b .> a) }
  @inline(__always)
  func firstSlope(_ a: Vector, _ b: Vector) -> Vector { Vector(1).replacing(with: 0, where: b .> a) }
  @inline(__always)
  func secondSlope(_ a: Vector, _ b: Vector) -> Vector { Vector(0).replacing(with: 1, where: b .> a) }
}

/// min(a, b); of equals the first has the slope.
public struct SmallerOfPair: VectorPairFunction {
  public init() {}
  public var name: String { "minimum" }

  @inline(__always)
  func value(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: b .< a) }
  @inline(__always)
  func firstSlope(_ a: Vector, _ b: Vector) -> Vector { Vector(1).replacing(with: 0, where: b .< a) }
  @inline(__always)
  func secondSlope(_ a: Vector, _ b: Vector) -> Vector { Vector(0).replacing(with: 1, where: b .< a) }
}
