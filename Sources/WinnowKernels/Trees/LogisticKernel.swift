/// The logistic function 1 / (1 + e^(−x)), to 2 units in the last place.
public func sigmoid(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let small = exponentialOfNegative(x.replacing(with: -x, where: x .> 0))
  return (1 / (1 + small)).replacing(with: small / (1 + small), where: x .< 0)
}

/// e^x for x ≤ 0 (below −87 as at −87): 2^n · e^r with a polynomial of degree 6 on |r| ≤ ½ ln 2.
@inline(__always)
func exponentialOfNegative(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let bounded = x.replacing(with: -87, where: x .< -87)
  // Adding 1.5·2²³ leaves the nearest whole number in the low bits of the significand.
  let shifted = bounded * 1.442_695_04 + 12_582_912
  let n = shifted - 12_582_912
  let r = (bounded - n * 0.693_359_375) + n * 2.121_944_4e-4
  var polynomial = r * 1.388_888_9e-3 + 8.333_333e-3
  polynomial = polynomial * r + 4.166_666_7e-2
  polynomial = polynomial * r + 0.166_666_67
  polynomial = polynomial * r + 0.5
  polynomial = polynomial * r * r + r + 1
  let exponent = SIMD16<UInt32>(bits: shifted) &<< 23
  return SIMD16<Float>(bits: SIMD16<UInt32>(bits: polynomial) &+ exponent)
}

/// ln(1 + x) for 0 ≤ x ≤ 1: 2 artanh(x / (2 + x)) by its series, to 2e-7.
@inline(__always)
func logarithmOfOnePlus(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let s = x / (2 + x)
  let square = s * s
  var series = square * 9.090_909e-2 + 0.111_111_11
  series = series * square + 0.142_857_14
  series = series * square + 0.2
  series = series * square + 0.333_333_34
  return 2 * s * (series * square + 1)
}

extension SIMD16 where Scalar == UInt32 {
  @inline(__always)
  init(bits: SIMD16<Float>) { self = unsafe unsafeBitCast(bits, to: SIMD16<UInt32>.self) }
}

extension SIMD16 where Scalar == Float {
  @inline(__always)
  init(bits: SIMD16<UInt32>) { self = unsafe unsafeBitCast(bits, to: SIMD16<Float>.self) }
}

/// First and second derivatives of the weighted logistic loss, and its sum:
/// p = σ(F), g = w (p − y), h = w p (1 − p), loss = w [ln(1 + e^F) − y F].
///
/// - Parameters:
///   - scores: F of each row. - targets: y, 0 or 1. - weights: w.
///   - gradients, hessians: as many; written.
/// - Precondition: the count is a multiple of 16; pad with weight 0.
public func logisticDerivatives(
  scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
  gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
) -> Double {
  let count = scores.count
  precondition(count % 16 == 0 && targets.count == count && weights.count == count)
  precondition(gradients.count == count && hessians.count == count)
  var loss = SIMD8<Double>(repeating: 0)
  let scores = scores.bytes, targets = targets.bytes, weights = weights.bytes
  var gradientBytes = gradients.mutableBytes, hessianBytes = hessians.mutableBytes
  for offset in stride(from: 0, to: count &* 4, by: 64) {
    let f = unsafe scores.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
    let y = unsafe targets.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
    let w = unsafe weights.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
    let positive = f.replacing(with: 0, where: f .< 0)
    let small = exponentialOfNegative(f - positive - positive)
    let inverse = 1 / (1 + small)
    let p = inverse.replacing(with: small * inverse, where: f .< 0)
    let value = w * (logarithmOfOnePlus(small) + positive - y * f)
    // p (1 − p) = e / (1 + e)², free of cancellation at both ends.
    gradientBytes.storeBytes(of: w * (p - y), toByteOffset: offset, as: SIMD16<Float>.self)
    hessianBytes.storeBytes(
      of: w * (small * inverse * inverse), toByteOffset: offset, as: SIMD16<Float>.self)
    loss += SIMD8<Double>(value.lowHalf) + SIMD8<Double>(value.highHalf)
  }
  return loss.sum()
}

/// x ← σ(x), in place, for any count.
public func applySigmoid(_ values: inout MutableSpan<Float>) {
  let count = values.count
  for start in stride(from: 0, to: count, by: 16) {
    let lanes = min(16, count - start)
    var x = SIMD16<Float>(repeating: 0)
    for lane in 0..<lanes { x[lane] = values[start + lane] }
    let y = sigmoid(x)
    for lane in 0..<lanes { values[start + lane] = y[lane] }
  }
}
