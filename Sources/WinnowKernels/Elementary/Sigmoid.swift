extension Elementary {
  /// y ← 1 / (1 + e⁻ˣ), element by element; error at most 3 units in the last place for x ≥ −87, and
  /// below 1.2e-38 elsewhere.
  public static func sigmoid(_ values: inout MutableSpan<Float>) {
    map(&values) { sigmoidOf($0) }
  }

  /// y ← tanh x, element by element; error at most 3 units in the last place.
  public static func tanh(_ values: inout MutableSpan<Float>) {
    map(&values) { hyperbolicTangent($0) }
  }
}

@inline(__always)
func sigmoidOf(_ x: Vector) -> Vector { 1 / (1 + exponential(-x)) }

/// tanh|x| = −m / (2 + m) with m = e^(−2|x|) − 1: no overflow, and precise near 0.
@inline(__always)
func hyperbolicTangent(_ x: Vector) -> Vector {
  let m = exponentialMinusOne((-2 * x.magnitudes).atLeast(-40))
  return (-m / (2 + m)).withSigns(of: x)
}
