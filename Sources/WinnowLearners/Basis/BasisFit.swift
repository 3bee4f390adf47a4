import WinnowCore
import WinnowKernels
import WinnowMath

/// Weighted least squares of several targets on the functions of a basis.
///
/// c minimises Σ w (t − Σ c_k b_k)²/Σ w + cᵀPc: c = A⁻¹ ⟨b t⟩ with A = ⟨b bᵀ⟩ + P. A is inverted through
/// its eigenvalues; those below 10⁻¹¹ of the largest are left out, so that functions that depend on one
/// another share their coefficient instead of failing. The covariance of c is
/// A⁻¹ Σ w²(t − y)² b bᵀ A⁻¹/(Σw)², which holds for weights of either sign and deviations of unequal size
/// (White, Econometrica 48 (1980) 817).
struct BasisFit<Basis: BasisExpansion> {
  /// `[target][function]`.
  let coefficients: [[Double]]
  /// `[target]`, functions × functions, row-major.
  let covariances: [[Double]]
  /// The variance over events of what the functions of each input add up to, normalised to a sum of 1;
  /// of the first target.
  let importance: [Double]

  private static var smallestEigenvalue: Double { 1e-11 }
  private static var rowsAtOnce: Int { 256 }

  /// - Throws: `badData` for inputs or targets that are not finite, and weights without a positive sum.
  /// - Complexity: O(events × functions² + functions³).
  init(
    _ basis: Basis, to sample: Sample, targets: [[Float]], context: RunContext
  ) throws {
    let order = basis.count, width = order + targets.count
    let weights = sample.weights
    let total = chunkedSum(weights.count) { weights[$0] }
    guard total > 0 else {
      throw WinnowError(.badData, "the weights of the training events do not have a positive sum")
    }
    let products = Self.sums(of: width, sample, threads: context.threads) { rows in
      let values = basis.values(of: sample.columns, rows: rows)
      return rows.enumerated().flatMap { index, row in
        Array(values[index * order..<(index + 1) * order]) + targets.map { Double($0[row]) }
      }
    } factor: { row, _ in weights[row] }
    try context.checkCancelled()
    let gram = SymmetricMatrix(order: order) { products[$0 * width + $1] / total }
    let penalty = basis.penalty
    let inverse = try Self.inverse(
      SymmetricMatrix(order: order) { gram[$0, $1] + penalty[$0 * order + $1] })
    let coefficients = targets.indices.map { target in
      inverse * (0..<order).map { products[(order + target) * width + $0] / total }
    }
    self.coefficients = coefficients
    importance = Self.importance(basis, gram, coefficients[0], inputs: sample.schema.count)
    covariances = targets.indices.map { target in
      let scores = Self.sums(of: order, sample, threads: context.threads) { rows in
        basis.values(of: sample.columns, rows: rows)
      } factor: { row, values in
        let expected = zip(coefficients[target], values).reduce(0) { $0 + $1.0 * $1.1 }
        let share = weights[row] * (Double(targets[target][row]) - expected) / total
        return share * share
      }
      let middle = SymmetricMatrix(order: order) { scores[$0 * order + $1] }
      return (0..<order).flatMap { column in
        inverse * (middle * (0..<order).map { inverse[$0, column] })
      }
    }
  }

  /// Σ f x xᵀ, lower triangle.
  /// - Parameters:
  ///   - values: `width` numbers x for each of some events.
  ///   - factor: f of an event with its x.
  private static func sums(
    of width: Int, _ sample: Sample, threads: Int, _ values: (Range<Int>) -> [Double],
    factor: (Int, ArraySlice<Double>) -> Double
  ) -> [Double] {
    let size = max(8192, (sample.count + 31) / 32)
    let parts = chunkedMap(sample.count, chunk: size, threads: threads) { chunk in
      var part = [Double](repeating: 0, count: width * width)
      for start in stride(from: chunk.lowerBound, to: chunk.upperBound, by: rowsAtOnce) {
        let rows = start..<min(start + rowsAtOnce, chunk.upperBound)
        let block = values(rows)
        let factors = rows.map { row in
          let first = (row - start) * width
          return factor(row, block[first..<first + width])
        }
        var sums = part.mutableSpan
        addOuterProducts(of: block.span, weights: factors.span, order: width, into: &sums)
      }
      return part
    }
    var total = [Double](repeating: 0, count: width * width)
    for part in parts { for k in total.indices { total[k] += part[k] } }
    return total
  }

  private static func inverse(_ matrix: SymmetricMatrix) throws -> SymmetricMatrix {
    let largest = matrix.eigen()?.values.last ?? .nan
    let limit = largest * smallestEigenvalue
    guard largest > 0, let inverse = matrix.mapEigenvalues({ $0 > limit ? 1 / $0 : 0 }) else {
      throw WinnowError(.badData, "the normal equations of the training events have no solution")
    }
    return inverse
  }

  private static func importance(
    _ basis: Basis, _ gram: SymmetricMatrix, _ coefficients: [Double], inputs: Int
  ) -> [Double] {
    var members = [[Int]](repeating: [], count: inputs)
    for (function, inputs) in basis.inputs.enumerated() {
      for input in inputs { members[input].append(function) }
    }
    let sizes = members.map { functions in
      var variance = 0.0
      for i in functions {
        for j in functions {
          variance += coefficients[i] * coefficients[j] * (gram[i, j] - gram[i, 0] * gram[j, 0])
        }
      }
      return max(0, variance)
    }
    let sum = sizes.reduce(0, +)
    return sum > 0 ? sizes.map { $0 / sum } : sizes
  }
}
