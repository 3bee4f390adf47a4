/// Why a covariance matrix cannot be inverted.
public enum LinearDependence: Sendable, Hashable {
  /// Variables with a variance of zero.
  case constant([Int])
  /// Variables with a negative variance, which only negative weights can cause.
  case negativeVariance([Int])
  /// Variables that a linear relation ties together.
  case collinear([Int])
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
    return .collinear((0..<order).filter { sizes[$0] > limit })
  }
}
