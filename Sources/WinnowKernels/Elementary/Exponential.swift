extension Elementary {
  /// y ← eˣ, element by element.
  ///
  /// Error at most 2 units in the last place; overflow gives infinity, underflow goes through the
  /// subnormal numbers to 0, NaN stays NaN.
  public static func exp(_ values: inout MutableSpan<Float>) {
    map(&values) { exponential($0) }
  }
}

/// eˣ with an error of at most 2 units in the last place.
@inline(__always)
func exponential(_ x: Vector) -> Vector {
  let split = SplitExponent(x.atMost(89).atLeast(-104))
  return split.scaled(1 + split.excess)
}

/// eˣ − 1 for x in [−87, 88], precise to 3 units in the last place also where x is near 0.
@inline(__always)
func exponentialMinusOne(_ x: Vector) -> Vector {
  let split = SplitExponent(x)
  let power = split.scaled(Vector(1))
  return (power - 1).addingProduct(power, split.excess)
}

/// eˣ = 2ⁿ(1 + `excess`) with whole n, so that |x − n ln 2| ≤ ½ ln 2.
private struct SplitExponent {
  let exponent: SIMD16<Int32>
  let excess: Vector

  @inline(__always)
  init(_ x: Vector) {
    // Adding 1.5 · 2²³ leaves the rounded number in the last bits of the significand.
    let shifted = Vector(0x1.8p23).addingProduct(x, Vector(1.442_695))
    let whole = shifted - Vector(0x1.8p23)
    exponent = SIMD16<Int32>(truncatingIfNeeded: shifted.bits) &- 0x4B40_0000
    var rest = x.addingProduct(whole, Vector(-0x1.62e4p-1))
    rest = rest.addingProduct(whole, Vector(-0x1.7f7d1cp-20))
    // (eʳ − 1 − r) / r² by a fit on Chebyshev nodes in |r| ≤ 0.347; its error is below 2e-10.
    var series = rest.polynomial(
      0.166_666_67, 0.041_666_463, 0.008_333_298, 0.001_393_375_3, 0.000_198_994_2)
    series = Vector(0.5).addingProduct(rest, series)
    excess = rest.addingProduct(rest * rest, series)
  }

  /// 2ⁿ · value, in two factors because n may exceed what one factor can hold.
  @inline(__always)
  func scaled(_ value: Vector) -> Vector {
    let half = exponent &>> 1
    return value * Self.power(half) * Self.power(exponent &- half)
  }

  @inline(__always)
  private static func power(_ exponent: SIMD16<Int32>) -> Vector {
    Vector(bits: SIMD16<UInt32>(truncatingIfNeeded: (exponent &+ 127) &<< 23))
  }
}
