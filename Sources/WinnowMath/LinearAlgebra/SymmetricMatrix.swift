import WinnowKernels

/// A real symmetric matrix.
public struct SymmetricMatrix: Sendable, Hashable {
  public let order: Int
  /// Row-major, both triangles.
  public let elements: [Double]

  /// - Parameter element: asked for i ≥ j only.
  public init(order: Int, _ element: (Int, Int) -> Double) {
    var elements = [Double](repeating: 0, count: order * order)
    for i in 0..<order {
      for j in 0...i {
        let value = element(i, j)
        elements[i * order + j] = value
        elements[j * order + i] = value
      }
    }
    self.order = order
    self.elements = elements
  }

  public subscript(i: Int, j: Int) -> Double { elements[i * order + j] }

  public static func + (a: SymmetricMatrix, b: SymmetricMatrix) -> SymmetricMatrix {
    precondition(a.order == b.order, "matrices of one order")
    return SymmetricMatrix(order: a.order) { a[$0, $1] + b[$0, $1] }
  }

  public static func * (factor: Double, a: SymmetricMatrix) -> SymmetricMatrix {
    SymmetricMatrix(order: a.order) { factor * a[$0, $1] }
  }

  /// A x. - Complexity: O(order²).
  public static func * (a: SymmetricMatrix, x: [Double]) -> [Double] {
    precondition(x.count == a.order, "a vector of the matrix's order")
    return (0..<a.order).map { i in
      var sum = 0.0
      for j in 0..<a.order { sum += a[i, j] * x[j] }
      return sum
    }
  }

  /// Elements divided by the square roots of their diagonal elements: covariance to correlation.
  /// The diagonal is exactly 1; NaN where a diagonal element is not positive.
  public var correlation: SymmetricMatrix {
    let widths = (0..<order).map { self[$0, $0] > 0 ? self[$0, $0].squareRoot() : .nan }
    return SymmetricMatrix(order: order) { i, j in
      i == j && widths[i] > 0 ? 1 : self[i, j] / (widths[i] * widths[j])
    }
  }

  /// Eigenvalues λ (rising) and unit eigenvectors; nil where the matrix is not finite.
  /// - Complexity: O(order³).
  public func eigen() -> (values: [Double], vectors: [[Double]])? {
    guard elements.allSatisfy(\.isFinite) else { return nil }
    return symmetricEigen(elements, order: order).map { values, vectors in
      (values, (0..<order).map { Array(vectors[$0 * order..<($0 + 1) * order]) })
    }
  }

  /// f(A) = S f(Λ) Sᵀ: the function applied to the eigenvalues; nil where the matrix is not finite.
  public func mapEigenvalues(_ function: (Double) -> Double) -> SymmetricMatrix? {
    guard let (values, vectors) = eigen() else { return nil }
    let images = values.map(function)
    return SymmetricMatrix(order: order) { i, j in
      var sum = 0.0
      for k in 0..<order { sum += images[k] * vectors[k][i] * vectors[k][j] }
      return sum
    }
  }

  /// A^{−1/2}, symmetric; nil unless the matrix is positive definite.
  public func inverseSquareRoot() -> SymmetricMatrix? { positivePower { 1 / $0.squareRoot() } }

  /// A^{1/2}, symmetric; nil unless the matrix is positive definite.
  public func squareRoot() -> SymmetricMatrix? { positivePower { $0.squareRoot() } }

  private func positivePower(_ function: (Double) -> Double) -> SymmetricMatrix? {
    let result = mapEigenvalues { $0 > 0 ? function($0) : .nan }
    return result.flatMap { $0.elements.allSatisfy(\.isFinite) ? $0 : nil }
  }
}
