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

/// A block of a row-major matrix in double precision: where it begins, and how far its rows are apart.
public struct MatrixBlock: Sendable {
  public let start: Int
  public let rows: Int
  public let columns: Int
  public let leading: Int

  public init(start: Int, rows: Int, columns: Int, leading: Int) {
    self.start = start
    self.rows = rows
    self.columns = columns
    self.leading = leading
  }

  var end: Int { rows == 0 || columns == 0 ? start : start + (rows - 1) * leading + columns }
}

/// C ← C + AᵀB of blocks of matrices in double precision, on the calling thread (BLAS `dgemm`).
///
/// - Precondition: the blocks lie in their spans, and their sizes fit.
/// - Complexity: 2 operations for each row of A, column of A and column of B.
public func addTransposedProduct(
  _ a: Span<Double>, _ blockA: MatrixBlock, _ b: Span<Double>, _ blockB: MatrixBlock,
  into c: inout MutableSpan<Double>, _ blockC: MatrixBlock
) {
  precondition(blockA.end <= a.count && blockB.end <= b.count && blockC.end <= c.count, "matrix too small")
  precondition(
    blockA.rows == blockB.rows && blockC.rows == blockA.columns && blockC.columns == blockB.columns,
    "matching sizes")
  if blockA.rows == 0 || blockC.rows == 0 || blockC.columns == 0 { return }
  onlyThisThread
  // Fortran sees the transposed matrices.
  var m = Int32(blockC.columns), n = Int32(blockC.rows), k = Int32(blockA.rows), one = 1.0
  var leadingA = Int32(blockA.leading), leadingB = Int32(blockB.leading), leadingC = Int32(blockC.leading)
  unsafe a.withUnsafeBufferPointer { a in
    unsafe b.withUnsafeBufferPointer { b in
      unsafe c.withUnsafeMutableBufferPointer { c in
        guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
        unsafe dgemm_(
          "N", "T", &m, &n, &k, &one, b + blockB.start, &leadingB, a + blockA.start, &leadingA, &one,
          c + blockC.start, &leadingC)
      }
    }
  }
}

/// OpenBLAS works on the threads that call it, so that sums have the same bits on all machines.
private let onlyThisThread: Void = openblas_set_num_threads(1)

/// Eigenvalues in rising order and eigenvectors of a real symmetric matrix (LAPACK `dsyevd`).
///
/// - Parameter matrix: n × n; only one triangle is read.
/// - Returns: `vectors[i * n + j]` is component j of eigenvector i; nil where LAPACK did not converge.
public func symmetricEigen(
  _ matrix: [Double], order n: Int
) -> (values: [Double], vectors: [Double])? {
  precondition(matrix.count == n * n, "an n × n matrix")
  if n == 0 { return ([], []) }
  onlyThisThread
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
  onlyThisThread
  var factor = matrix, solution = right
  var size = Int32(n), one: Int32 = 1, leadingA = size, leadingB = size, info: Int32 = 0
  unsafe dposv_("U", &size, &one, &factor, &leadingA, &solution, &leadingB, &info)
  return info == 0 ? solution : nil
}

/// The inverse of a symmetric positive definite matrix (LAPACK `dpotri`); nil where it is not.
///
/// - Returns: row-major, both triangles.
public func invertPositiveDefinite(_ matrix: [Double], order n: Int) -> [Double]? {
  precondition(matrix.count == n * n, "an n × n matrix")
  if n == 0 { return [] }
  onlyThisThread
  var inverse = matrix, size = Int32(n), leading = size, info: Int32 = 0
  unsafe dpotrf_("U", &size, &inverse, &leading, &info)
  if info != 0 { return nil }
  unsafe dpotri_("U", &size, &inverse, &leading, &info)
  if info != 0 { return nil }
  for i in 0..<n {
    for j in 0..<i { inverse[j * n + i] = inverse[i * n + j] }
  }
  return inverse
}
