import Foundation
import WinnowCore
import WinnowKernels

/// The events of a vote: their present weights, what the last tree says of them, and all votes so far.
///
/// `rows.scores` holds v of the last tree, `rows.weights` the present weights.
final class VotedRows {
  let rows: ScoredRows
  private let weights: SharedBuffer<Float>
  /// Σ α v.
  private let votes: SharedBuffer<Float>

  init(_ rows: ScoredRows) {
    self.rows = rows
    weights = SharedBuffer(repeating: 0, count: rows.weights.count)
    votes = SharedBuffer(repeating: 0, count: rows.weights.count)
    rows.weights.read { present in
      weights.write(0..<weights.count) { kept in
        for row in present.indices { kept[row] = present[row] }
      }
    }
  }

  /// g = −y w and h = w: a leaf's −G / H is then 2p − 1.
  func updateDerivatives() {
    update { row in
      let weight = rows.weights[row]
      rows.gradients[row] = rows.targets[row] > 0.5 ? -weight : weight
      rows.hessians[row] = weight
    }
  }

  /// e = Σ w y v / Σ w over the present weights, with the sign of v alone for plain AdaBoost and times the
  /// costs for AdaCost.
  func agreement(_ options: VotingOptions) -> Double {
    let agreed = sum { row in Double(rows.weights[row]) * margin(row, options) }
    return agreed / sum { Double(rows.weights[$0]) }
  }

  /// Multiplies the weights by their factors and restores their sum.
  /// - Returns: whether the new weights had a positive sum.
  func reweight(_ alpha: Double, _ options: VotingOptions) -> Bool {
    let before = sum { Double(rows.weights[$0]) }
    update { row in
      let weight = Double(rows.weights[row])
      // For AdaBoost e^(−α y sign(v) / 2) has the ratio of wrong to right events that e^α and 1 have.
      let half = options.scheme == .adaBoost ? 0.5 : 1
      let exponent = -alpha * half * margin(row, options)
      let isInverted = options.invertsForNegativeWeights && weight < 0
      rows.weights[row] = Float(weight * exp(isInverted ? -exponent : exponent))
    }
    let after = sum { Double(rows.weights[$0]) }
    guard after > 0, after.isFinite else { return false }
    update { rows.weights[$0] *= Float(before / after) }
    return true
  }

  func addVotes(_ alpha: Double) {
    update { votes[$0] += Float(alpha) * rows.scores[$0] }
  }

  /// Boosted: the mean of exp(−½ y Σ α v); else that of (p − y)², p the mean purity.
  func loss(_ scheme: VotingScheme, alphas: Double) -> Double {
    let total = sum { row in
      let y = rows.targets[row] > 0.5 ? 1.0 : -1.0, vote = Double(votes[row])
      let miss = (vote / alphas - y) / 2
      return Double(weights[row]) * (scheme.isBoosted ? exp(-0.5 * y * vote) : miss * miss)
    }
    return total / rows.weightSum
  }

  /// What the next tree depends on: the present weights and the votes so far.
  func archive() -> Archive {
    Archive(tensors: ["weights": Tensor(rows.weights.values), "votes": Tensor(votes.values)])
  }

  func restore(_ archive: Archive) throws {
    try rows.weights.restore(archive, "weights")
    try votes.restore(archive, "votes")
  }

  private func margin(_ row: Int, _ options: VotingOptions) -> Double {
    let y = rows.targets[row] > 0.5 ? 1.0 : -1.0, v = Double(rows.scores[row])
    return switch options.scheme {
    case .adaBoost: y * (v > 0 ? 1 : -1)
    case .adaCost: y * v * options.costs.cost(y, v)
    case .realAdaBoost, .average: y * v
    }
  }

  private func update(_ body: (Int) -> Void) { rows.update(body) }

  private func sum(_ value: (Int) -> Double) -> Double {
    rows.sum(over: rows.count) { range in range.reduce(0) { $0 + value($1) } }
  }
}
