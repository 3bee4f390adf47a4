/// Exact sums of the derivatives of some rows.
public struct DerivativeSums: BitwiseCopyable, Sendable, Hashable {
  public var gradient = 0.0
  public var hessian = 0.0
  /// Σ|h|; differs from Σh where weights are negative.
  public var hessianMagnitude = 0.0

  public init() {}

  public static func + (a: DerivativeSums, b: DerivativeSums) -> DerivativeSums {
    var sum = a
    sum.gradient += b.gradient
    sum.hessian += b.hessian
    sum.hessianMagnitude += b.hessianMagnitude
    return sum
  }
}

/// Σg, Σh and Σ|h| in double precision over a list of rows, in its order.
public func sumDerivatives(
  _ rows: Span<RowEntry>, gradients: Span<Float>, hessians: Span<Float>
) -> DerivativeSums {
  precondition(gradients.count == hessians.count)
  var sums = DerivativeSums()
  let last = rows.count &- 1
  for index in rows.indices {
    let ahead = rows[unchecked: min(index &+ HistogramLayout.lead, last)].row
    gradients.prefetch(ahead, count: 1)
    hessians.prefetch(ahead, count: 1)
    let row = rows[unchecked: index].row
    let hessian = Double(hessians[row])
    sums.gradient += Double(gradients[row])
    sums.hessian += hessian
    sums.hessianMagnitude += hessian.magnitude
  }
  return sums
}

/// scores[row] += value for the rows of a list. Tasks may run side by side on disjoint lists.
public func addToScores(_ rows: Span<RowEntry>, value: Float, scores: SharedBuffer<Float>) {
  let scores = unsafe UnsafeMutableBufferPointer(start: scores.start, count: scores.count)
  for index in rows.indices {
    unsafe scores[rows[unchecked: index].row] += value
  }
}
