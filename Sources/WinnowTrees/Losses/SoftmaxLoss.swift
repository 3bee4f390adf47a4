import Foundation
import WinnowCore
import WinnowKernels

/// Several classes, one forest for each: ℓ = −ln p_y, p_k = e^(F_k) / Σ e^(F_j); targets are class
/// numbers.
///
/// h = K / (K − 1) p_k (1 − p_k): the factor makes up for the diagonal of the second derivatives
/// standing for all of them (Friedman, Ann. Stat. 29 (2001) 1189, §4.6). For K = 2 the steps of F_1 − F_0
/// are those of the log loss.
struct SoftmaxLoss: BoostingObjective {
  let outputs: Int

  var lossName: String { "cross entropy" }
  /// As for two classes: Newton's step from p = ½ in a leaf of one class.
  var longestSignedStep: Double { 2 }

  /// ln(Σw_k / Σw). - Throws: `badData` for a class without a positive sum.
  func start(targets: [Float], weights: [Float]) throws -> [Double] {
    var sums = [Double](repeating: 0, count: outputs)
    for (target, weight) in zip(targets, weights) { sums[Int(target)] += Double(weight) }
    if let empty = sums.firstIndex(where: { !($0 > 0) }) {
      throw WinnowError(
        .badData,
        "the weights of class \(empty + 1) sum to \(sums[empty]); the sum must be positive")
    }
    let total = sums.reduce(0, +)
    return sums.map { log($0 / total) }
  }

  func updateDerivatives(_ rows: [ScoredRows]) -> Double {
    rows[0].meanLoss { range in
      let probabilities = SharedBuffer<Float>(repeating: 0, count: range.count * outputs)
      let loss = powers(rows, range, into: probabilities)
      let scale = Float(outputs) / Float(outputs - 1)
      for output in 0..<outputs {
        writeDerivatives(rows[output], range) { row, place in
          let p = probabilities[place * outputs + output]
          let isOwn = Int(rows[0].targets[row]) == output
          return (p - (isOwn ? 1 : 0), scale * p * (1 - p))
        }
      }
      return loss
    }
  }

  /// The probabilities of some rows. - Returns: Σ w ℓ.
  private func powers(
    _ rows: [ScoredRows], _ range: Range<Int>, into probabilities: SharedBuffer<Float>
  ) -> Double {
    var loss = 0.0
    for (place, row) in range.enumerated() {
      let scores = rows.map { Double($0.scores[row]) }
      let largest = scores.max() ?? 0
      let powers = scores.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      for output in 0..<outputs {
        probabilities[place * outputs + output] = Float(powers[output] / sum)
      }
      let own = Int(rows[0].targets[row])
      loss += Double(rows[0].weights[row]) * (largest + log(sum) - scores[own])
    }
    return loss
  }

  private func writeDerivatives(
    _ rows: ScoredRows, _ range: Range<Int>, _ terms: (Int, Int) -> (first: Float, second: Float)
  ) {
    for (place, row) in range.enumerated() {
      let weight = rows.weights[row], (first, second) = terms(row, place)
      rows.gradients[row] = weight * first
      rows.hessians[row] = weight * second
    }
  }
}
