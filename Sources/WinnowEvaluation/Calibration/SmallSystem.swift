/// Systems of a few linear equations with a symmetric positive definite matrix.
enum SmallSystem {
  /// Solves A x = b by Cholesky's decomposition; only the lower triangle of A is read.
  /// - Returns: nil where A is not positive definite. - Complexity: O(n³).
  static func solve(_ a: [[Double]], _ b: [Double]) -> [Double]? {
    let n = b.count
    var l = a
    for i in 0..<n {
      for j in 0...i {
        let sum = (0..<j).reduce(a[i][j]) { $0 - l[i][$1] * l[j][$1] }
        if i == j {
          guard sum > 1e-14 * abs(a[i][i]), sum.isFinite else { return nil }
          l[i][i] = sum.squareRoot()
        } else {
          l[i][j] = sum / l[j][j]
        }
      }
    }
    var x = b
    for i in 0..<n { x[i] = (0..<i).reduce(x[i]) { $0 - l[i][$1] * x[$1] } / l[i][i] }
    for i in (0..<n).reversed() {
      x[i] = (i + 1..<n).reduce(x[i]) { $0 - l[$1][i] * x[$1] } / l[i][i]
    }
    return x
  }
}
