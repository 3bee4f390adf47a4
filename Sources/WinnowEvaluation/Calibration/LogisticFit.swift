import Foundation

/// Coefficients c of q = σ(Σ c_j x_j) by Newton's method on the weighted log-likelihood.
///
/// Targets are (n_S + 1)/(n_S + 2) for signal and 1/(n_B + 2) for background with effective numbers of
/// events n, in place of 1 and 0 (Platt 1999), so that separable classes have a finite solution.
struct LogisticFit {
  let coefficients: [Double]

  private static let iterations = 100

  /// - Parameters:
  ///   - features: x_j at each response of the groups.
  ///   - isSmoothed: whether targets are Platt's.
  /// - Returns: nil where negative weights leave no maximum.
  init?(_ groups: ResponseGroups, features: [[Double]], isSmoothed: Bool = true) {
    let targets = Targets(groups, isSmoothed: isSmoothed)
    var c = [Double](repeating: 0, count: features.count)
    var loss = targets.loss(c, features)
    for _ in 0..<Self.iterations {
      guard let step = targets.newtonStep(c, features) else { return nil }
      var scale = 1.0
      var next = zip(c, step).map { $0 + $1 }
      var nextLoss = targets.loss(next, features)
      while !(nextLoss <= loss), scale > 1e-10 {
        scale /= 2
        next = zip(c, step).map { $0 + scale * $1 }
        nextLoss = targets.loss(next, features)
      }
      guard nextLoss <= loss else { break }
      let isDone = loss - nextLoss < 1e-15
      (c, loss) = (next, nextLoss)
      if isDone { break }
    }
    guard c.allSatisfy(\.isFinite) else { return nil }
    coefficients = c
  }

  /// Weight of each response towards 1 and 0.
  private struct Targets {
    let up: [Double]
    let down: [Double]

    init(_ groups: ResponseGroups, isSmoothed: Bool) {
      let high = isSmoothed ? (groups.effectiveSignal + 1) / (groups.effectiveSignal + 2) : 1
      let low = isSmoothed ? 1 / (groups.effectiveBackground + 2) : 0
      up = zip(groups.signal, groups.background).map { high * $0.sum + low * $1.sum }
      down = zip(groups.signal, groups.background).map { (1 - high) * $0.sum + (1 - low) * $1.sum }
    }

    func loss(_ c: [Double], _ features: [[Double]]) -> Double {
      up.indices.reduce(0) { sum, k in
        let x = LogisticFit.linear(c, features, k)
        return sum + up[k] * log1pExponential(-x) + down[k] * log1pExponential(x)
      }
    }

    /// −H⁻¹g; nil where H is not positive definite.
    func newtonStep(_ c: [Double], _ features: [[Double]]) -> [Double]? {
      let n = c.count
      var gradient = [Double](repeating: 0, count: n)
      var hessian = [[Double]](repeating: gradient, count: n)
      for k in up.indices {
        let q = 1 / (1 + exp(-LogisticFit.linear(c, features, k)))
        let slope = (up[k] + down[k]) * q - up[k]
        let curvature = (up[k] + down[k]) * q * (1 - q)
        for i in 0..<n {
          gradient[i] += slope * features[i][k]
          for j in 0...i { hessian[i][j] += curvature * features[i][k] * features[j][k] }
        }
      }
      return SmallSystem.solve(hessian, gradient.map { -$0 })
    }

    /// ln(1 + eˣ) without overflow.
    private func log1pExponential(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
  }

  private static func linear(_ c: [Double], _ features: [[Double]], _ k: Int) -> Double {
    c.indices.reduce(0) { $0 + c[$1] * features[$1][k] }
  }
}
