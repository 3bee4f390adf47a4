import Foundation
import WinnowCore
import WinnowMath

/// The fit of a formula to one target by damped Gauss–Newton steps (Levenberg and Marquardt).
///
/// With ℓ = ½(f − t)² or, for classes, ℓ = ln(1 + eᶠ) − t f, a step solves
/// (H + λ diag H) δ = −Σ w ℓ′ ∂f with H = Σ w ℓ″ ∂f ∂fᵀ. Parameters at an end of their range that the
/// slope pushes outwards stay there. The covariance is H⁻¹ Σ w² ℓ′² ∂f ∂fᵀ H⁻¹. GSL's `multifit_nlinear`
/// does the same steps but takes square roots of weights and so none that are negative. Reference:
/// J. J. Moré, Lecture Notes in Mathematics 630 (1978) 105.
struct FormulaFit {
  let values: [Double]
  /// Row-major; NaN in the lines of parameters at an end of their range, and everywhere where the events
  /// do not fix all others.
  let covariance: [Double]
  /// Σ w ℓ.
  let loss: Double
  let hasConverged: Bool

  private static let largestDamping = 1e12
  private static let smallestFall = 1e-12
}

/// A formula and the events it is fitted to.
struct FormulaProblem: Sendable {
  let formula: FDAFormula
  let sample: Sample
  /// t.
  let target: [Double]
  let criterion: FDAParameters.Criterion
  let threads: Int

  var count: Int { formula.unknowns.count }

  /// Sums over events.
  struct Sums {
    var loss = 0.0
    /// Σ w ℓ′ ∂f.
    var slope: [Double]
    /// Σ w ℓ″ ∂f ∂fᵀ.
    var curvature: [Double]
    /// Σ w² ℓ′² ∂f ∂fᵀ.
    var scatter: [Double]

    init(_ count: Int) {
      slope = [Double](repeating: 0, count: count)
      curvature = [Double](repeating: 0, count: count * count)
      scatter = curvature
    }
  }

  func loss(at numbers: [Double]) -> Double {
    chunkedMap(sample.count, threads: threads) { rows in
      let values = formula.values(of: sample.columns, rows: rows, with: numbers)
      var sum = 0.0
      for (row, value) in zip(rows, values) { sum += sample.weights[row] * loss(value, row).loss }
      return sum
    }.reduce(0, +)
  }

  func sums(at numbers: [Double]) -> Sums {
    let parts = chunkedMap(sample.count, threads: threads) { rows in
      let values = formula.values(of: sample.columns, rows: rows, with: numbers)
      let derivatives = formula.derivatives(of: sample.columns, rows: rows, with: numbers)
      var part = Sums(count)
      for (index, row) in rows.enumerated() {
        add(loss(values[index], row), sample.weights[row], derivatives.map { $0[index] }, to: &part)
      }
      return part
    }
    return parts.reduce(into: Sums(count)) { total, part in
      total.loss += part.loss
      for k in total.slope.indices { total.slope[k] += part.slope[k] }
      for k in total.curvature.indices {
        total.curvature[k] += part.curvature[k]
        total.scatter[k] += part.scatter[k]
      }
    }
  }

  private func add(
    _ loss: (loss: Double, first: Double, second: Double), _ weight: Double,
    _ derivatives: [Double], to sums: inout Sums
  ) {
    sums.loss += weight * loss.loss
    let pull = weight * loss.first
    for i in derivatives.indices {
      sums.slope[i] += pull * derivatives[i]
      for j in derivatives.indices {
        let product = derivatives[i] * derivatives[j]
        sums.curvature[i * count + j] += weight * loss.second * product
        sums.scatter[i * count + j] += pull * pull * product
      }
    }
  }

  /// ℓ, ℓ′, ℓ″ by f.
  private func loss(_ value: Double, _ row: Int) -> (loss: Double, first: Double, second: Double) {
    switch criterion {
    case .chiSquare:
      let deviation = value - target[row]
      return (deviation * deviation / 2, deviation, 1)
    case .likelihood:
      let probability = 1 / (1 + exp(-value))
      let softplus = max(value, 0) + log1p(exp(-abs(value)))
      return (
        softplus - target[row] * value, probability - target[row], probability * (1 - probability)
      )
    }
  }
}

extension FormulaFit {
  /// - Throws: `badData` where the formula is not finite at the start; an interruption.
  /// - Complexity: O(iterations × events × parameters × (operations + parameters)).
  init(
    _ problem: FormulaProblem, from start: [Double], iterations: Int, context: RunContext
  ) throws {
    var values = start, sums = problem.sums(at: start), damping = 1e-3, converged = false
    guard sums.loss.isFinite, sums.slope.allSatisfy(\.isFinite) else {
      throw WinnowError(
        .badData, "the formula is not finite for all training events where its parameters start")
    }
    for _ in 0..<iterations where !converged {
      try context.checkCancelled()
      guard damping < Self.largestDamping else {
        converged = true  // No step lowers the loss any more.
        break
      }
      guard let trial = Self.step(problem, values, sums, damping) else {
        damping *= 10
        continue
      }
      let loss = problem.loss(at: trial)
      guard loss.isFinite, loss <= sums.loss else {
        damping *= 10
        continue
      }
      converged = sums.loss - loss <= Self.smallestFall * abs(sums.loss)
      values = trial
      sums = problem.sums(at: trial)
      damping = max(1e-12, damping / 10)
    }
    self.values = values
    loss = sums.loss
    hasConverged = converged
    covariance = Self.covariance(sums, free: Self.movable(problem, values, sums))
  }

  /// The parameters that may move: not those at an end of the range where the loss falls outwards.
  private static func movable(
    _ problem: FormulaProblem, _ values: [Double], _ sums: FormulaProblem.Sums
  ) -> [Int] {
    values.indices.filter { index in
      let range = problem.formula.unknowns[index].range
      return !(values[index] <= range.lowerBound && sums.slope[index] > 0)
        && !(values[index] >= range.upperBound && sums.slope[index] < 0)
    }
  }

  /// Nil where the damped curvature is not positive.
  private static func step(
    _ problem: FormulaProblem, _ values: [Double], _ sums: FormulaProblem.Sums, _ damping: Double
  ) -> [Double]? {
    let free = movable(problem, values, sums), count = values.count
    let matrix = SymmetricMatrix(order: free.count) { i, j in
      let element = sums.curvature[free[i] * count + free[j]]
      return i == j ? element + damping * abs(element) : element
    }
    guard let moves = matrix.solve(free.map { -sums.slope[$0] }) else { return nil }
    var trial = values
    for (index, move) in zip(free, moves) {
      let range = problem.formula.unknowns[index].range
      trial[index] = min(max(values[index] + move, range.lowerBound), range.upperBound)
    }
    return trial
  }

  private static func covariance(_ sums: FormulaProblem.Sums, free: [Int]) -> [Double] {
    let count = sums.slope.count
    var result = [Double](repeating: .nan, count: count * count)
    // Scaled to a diagonal of 1, so that a small eigenvalue means dependence and not a unit.
    let scales = free.map { abs(sums.curvature[$0 * count + $0]).squareRoot() }
    let curvature = SymmetricMatrix(order: free.count) {
      sums.curvature[free[$0] * count + free[$1]] / (scales[$0] * scales[$1])
    }
    guard let smallest = curvature.eigen()?.values.first, smallest > 1e-10,
      let inverse = curvature.mapEigenvalues({ 1 / $0 })
    else { return result }
    let scatter = SymmetricMatrix(order: free.count) {
      sums.scatter[free[$0] * count + free[$1]] / (scales[$0] * scales[$1])
    }
    for (j, column) in free.enumerated() {
      let line = inverse * (scatter * free.indices.map { inverse[$0, j] })
      for (i, row) in free.enumerated() {
        result[row * count + column] = line[i] / (scales[i] * scales[j])
      }
    }
    return result
  }
}
