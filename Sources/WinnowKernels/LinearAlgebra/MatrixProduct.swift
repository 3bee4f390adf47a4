import COneDNN
import COpenBLAS

/// Whether a matrix enters a product as it stands or transposed.
public enum Orientation: Sendable {
  case plain, transposed
}

/// C ← α·op(A)·op(B) + β·C in single precision, row-major, on the calling thread.
///
/// - Parameters:
///   - a: m × k as it enters the product (k × m in memory if transposed).
///   - b: k × n as it enters the product (n × k in memory if transposed).
///   - c: m × n.
/// - Precondition: each span holds at least its matrix.
/// - Complexity: 2mnk operations; by oneDNN, which uses the widest vectors the machine has.
public func matrixProduct(
  _ a: Span<Float>, _ orientationA: Orientation = .plain,
  _ b: Span<Float>, _ orientationB: Orientation = .plain,
  into c: inout MutableSpan<Float>, rows m: Int, inner k: Int, columns n: Int,
  alpha: Float = 1, beta: Float = 0
) {
  precondition(a.count >= m * k && b.count >= k * n && c.count >= m * n, "matrix too small")
  if m == 0 || n == 0 { return }
  let status = unsafe a.withUnsafeBufferPointer { a in
    unsafe b.withUnsafeBufferPointer { b in
      unsafe c.withUnsafeMutableBufferPointer { c in
        unsafe winnow_sgemm(
          letter(orientationA), letter(orientationB), m, n, k, alpha,
          a.baseAddress, orientationA == .plain ? k : m,
          b.baseAddress, orientationB == .plain ? n : k, beta, c.baseAddress, n)
      }
    }
  }
  precondition(status == 0, "oneDNN refused a \(m) × \(k) × \(n) product")
}

private func letter(_ orientation: Orientation) -> CChar {
  CChar(UInt8(ascii: orientation == .plain ? "N" : "T"))
}

/// Eigenvalues in rising order and eigenvectors of a real symmetric matrix (LAPACK `dsyevd`).
///
/// - Parameter matrix: n × n; only one triangle is read.
/// - Returns: `vectors[i * n + j]` is component j of eigenvector i; nil where LAPACK did not converge.
public func symmetricEigen(
  _ matrix: [Double], order n: Int
) -> (values: [Double], vectors: [Double])? {
  precondition(matrix.count == n * n, "an n × n matrix")
  if n == 0 { return ([], []) }
  var vectors = matrix
  var values = [Double](repeating: 0, count: n)
  var size = Int32(n), info: Int32 = 0
  var workSize = Int32(1 + 6 * n + 2 * n * n), integerSize = Int32(3 + 5 * n)
  var work = [Double](repeating: 0, count: Int(workSize))
  var integers = [Int32](repeating: 0, count: Int(integerSize))
  var leading = size
  unsafe dsyevd_(
    "V", "U", &size, &vectors, &leading, &values, &work, &workSize, &integers, &integerSize, &info)
  return info == 0 ? (values, vectors) : nil
}

/// Solves A x = b for a symmetric positive definite A (LAPACK `dposv`); nil where A is not.
public func solvePositiveDefinite(_ matrix: [Double], _ right: [Double]) -> [Double]? {
  let n = right.count
  precondition(matrix.count == n * n, "an n × n matrix")
  if n == 0 { return [] }
  var factor = matrix, solution = right
  var size = Int32(n), one: Int32 = 1, leadingA = size, leadingB = size, info: Int32 = 0
  unsafe dposv_("U", &size, &one, &factor, &leadingA, &solution, &leadingB, &info)
  return info == 0 ? solution : nil
}
