import WinnowKernels

/// Why a covariance matrix cannot be inverted.
public enum LinearDependence: Sendable, Hashable {
  /// Variables with a variance of zero.
  case constant([Int])
  /// Variables with a negative variance, which only negative weights can cause.
  case negativeVariance([Int])
  /// Variables that a linear relation ties together.
  case collinear([Int])
  /// Variables of a combination whose variance is negative, which only negative weights can cause.
  case indefinite([Int])
  /// The matrix holds NaN or infinity.
  case notFinite
}

extension SymmetricMatrix {
  /// What keeps this covariance matrix from being inverted; nil for a healthy one.
  ///
  /// Judged on the correlation matrix, so that units do not matter: an eigenvalue at or below the
  /// tolerance is a relation among the variables with sizeable components in its eigenvector. The
  /// default lies above what rounding to single precision leaves of an exact relation (about 10⁻¹⁴).
  /// - Complexity: O(order³).
  public func dependence(tolerance: Double = 1e-12) -> LinearDependence? {
    guard elements.allSatisfy(\.isFinite) else { return .notFinite }
    let constant = (0..<order).filter { self[$0, $0] == 0 }
    if !constant.isEmpty { return .constant(constant) }
    let negative = (0..<order).filter { self[$0, $0] < 0 }
    if !negative.isEmpty { return .negativeVariance(negative) }
    guard let (values, vectors) = correlation.eigen() else { return .notFinite }
    guard let smallest = values.first, smallest <= tolerance else { return nil }
    let sizes = vectors[0].map(abs)
    let limit = 0.05 * (sizes.max() ?? 0)
    let involved = (0..<order).filter { sizes[$0] > limit }
    return smallest < -tolerance ? .indefinite(involved) : .collinear(involved)
  }

  /// Solves A x = b for a positive definite A; nil where it is not.
  ///
  /// Rows and columns are first scaled to a unit diagonal, so that units do not spoil the accuracy.
  /// - Complexity: O(order³).
  public func solve(_ right: [Double]) -> [Double]? {
    precondition(right.count == order, "a vector of the matrix's order")
    guard let widths = positiveWidths else { return nil }
    let scaled = zip(right, widths).map { $0 / $1 }
    return solvePositiveDefinite(correlation.elements, scaled).map { zip($0, widths).map { $0 / $1 } }
  }

  /// A⁻¹ of a positive definite A, scaled in the same way; nil where it is not.
  /// - Complexity: O(order³).
  public func inverse() -> SymmetricMatrix? {
    guard let widths = positiveWidths else { return nil }
    return invertPositiveDefinite(correlation.elements, order: order).map { scaled in
      SymmetricMatrix(order: order) { scaled[$0 * order + $1] / (widths[$0] * widths[$1]) }
    }
  }

  /// The square roots of the diagonal; nil where one is not positive.
  private var positiveWidths: [Double]? {
    let widths = (0..<order).map { self[$0, $0].squareRoot() }
    return widths.allSatisfy { $0 > 0 && $0.isFinite } ? widths : nil
  }
}
