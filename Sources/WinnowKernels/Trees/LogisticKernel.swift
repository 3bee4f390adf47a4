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
    let small = exponential(f - positive - positive)
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
