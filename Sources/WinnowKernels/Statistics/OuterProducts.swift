/// S ← S + Σ w x xᵀ over rows: the inner loop of a weighted covariance.
///
/// - Parameters:
///   - rows: events × n, row-major.
///   - weights: one per event, of either sign.
///   - sums: n × n, row-major; only the lower triangle (column ≤ row) is added to.
/// - Precondition: the spans hold these shapes.
/// - Complexity: events × n(n + 1)/2 multiplications.
public func addOuterProducts(
  of rows: Span<Double>, weights: Span<Double>, order n: Int,
  into sums: inout MutableSpan<Double>
) {
  precondition(rows.count == weights.count * n && sums.count == n * n, "rows × n, and n × n sums")
  for event in 0..<weights.count {
    let start = event * n
    let weight = weights[event]
    for i in 0..<n {
      let scaled = weight * rows[start + i]
      let line = i * n
      for j in 0...i { sums[line + j] += scaled * rows[start + j] }
    }
  }
}
