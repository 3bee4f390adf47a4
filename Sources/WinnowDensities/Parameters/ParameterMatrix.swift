/// Room for the parameters of one density; those beyond its number are 0.
public typealias ParameterValues = SIMD8<Double>

/// A symmetric matrix over the parameters of one density, at most six.
public struct ParameterMatrix: Sendable, BitwiseCopyable {
  /// The lower triangle, row by row.
  private var elements = InlineArray<21, Double>(repeating: 0)

  @inline(__always)
  public init() {}

  @inline(__always)
  public subscript(i: Int, j: Int) -> Double {
    get { elements[Self.place(i, j)] }
    set { elements[Self.place(i, j)] = newValue }
  }

  @inline(__always)
  private static func place(_ i: Int, _ j: Int) -> Int {
    i >= j ? i &* (i &+ 1) / 2 &+ j : j &* (j &+ 1) / 2 &+ i
  }

  /// self ← self + factor · other.
  @inline(__always)
  mutating func add(_ other: ParameterMatrix, times factor: Double) {
    for place in elements.indices { elements[place] += factor * other.elements[place] }
  }
}

/// Which second derivatives are wanted.
public enum Curvature: Sendable {
  case none
  /// Those of −ln p at the event.
  case observed
  /// Their expectation under the density, Fisher's information: never negative, the same for all y.
  case expected
}

/// −ln p(y) with its derivatives with respect to the parameters.
public struct DensityTerms: Sendable, BitwiseCopyable {
  public var value = 0.0
  public var gradient = ParameterValues()
  public var curvature = ParameterMatrix()

  @inline(__always)
  public init() {}

  /// self ← self + factor · other.
  @inline(__always)
  mutating func add(_ other: DensityTerms, times factor: Double) {
    value += factor * other.value
    gradient += factor * other.gradient
    curvature.add(other.curvature, times: factor)
  }
}
