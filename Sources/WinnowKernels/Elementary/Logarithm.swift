extension Elementary {
  /// y ← ln x, element by element.
  ///
  /// Error at most 2 units in the last place, subnormal numbers included; 0 gives −infinity, negative
  /// numbers give NaN.
  public static func log(_ values: inout MutableSpan<Float>) {
    map(&values) { logarithm($0) }
  }

  /// y ← ln(1 + eˣ), element by element; error at most 3 units in the last place for x ≥ −87.
  public static func softplus(_ values: inout MutableSpan<Float>) {
    map(&values) { softplusOf($0) }
  }
}

/// ln x with an error of at most 2 units in the last place.
@inline(__always)
func logarithm(_ x: Vector) -> Vector {
  let subnormal = x .< Vector(Float.leastNormalMagnitude)
  let lifted = x.replacing(with: x * 0x1p25, where: subnormal)
  // x = 2ⁿ m with m in [√½, √2).
  let shifted = lifted.bits &- SIMD16<UInt32>(repeating: 0x3F35_04F3)
  let exponent = SIMD16<Int32>(truncatingIfNeeded: shifted) &>> 23
  let mantissa = Vector(
    bits: (shifted & SIMD16<UInt32>(repeating: 0x007F_FFFF)) &+ SIMD16(repeating: 0x3F35_04F3))
  var power = Vector(exponent)
  power.replace(with: power - 25, where: subnormal)
  let excess = mantissa - 1
  let fraction = logarithmOfOnePlus(excess).addingProduct(power, Vector(0x1.7f7d1cp-20))
  var result = fraction.addingProduct(power, Vector(0x1.62e4p-1))
  result.replace(with: x, where: x .== Vector(.infinity))
  result.replace(with: -.infinity, where: x .== 0)
  // The comparison is false for NaN too.
  return result.replacing(with: .nan, where: .!(x .>= 0))
}

/// ln(1 + t) for t in [−0.3, 1], precise near 0: 2 artanh(t / (2 + t)) by its series.
@inline(__always)
func logarithmOfOnePlus(_ t: Vector) -> Vector {
  let s = t / (t + 2)
  let square = s * s
  var tail = square.polynomial(1 / 9, 1 / 11, 1 / 13, 1 / 15, 1 / 17)
  tail = square.cubic(1 / 3, 1 / 5, 1 / 7, tail)
  let twice = s + s
  return twice.addingProduct(twice * square, tail)
}

/// max(x, 0) + ln(1 + e^−|x|), which neither overflows nor loses small results.
@inline(__always)
func softplusOf(_ x: Vector) -> Vector {
  let rest = logarithmOfOnePlus(exponential(-x.magnitudes))
  return rest + x.replacing(with: 0, where: x .< 0)
}

extension Vector {
  /// c₀ + c₁x + c₂x² + x³ · rest.
  @inline(__always)
  fileprivate func cubic(_ c0: Float, _ c1: Float, _ c2: Float, _ rest: Vector) -> Vector {
    var sum = Vector(c2).addingProduct(self, rest)
    sum = Vector(c1).addingProduct(self, sum)
    return Vector(c0).addingProduct(self, sum)
  }
}
