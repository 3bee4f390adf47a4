import WinnowKernels
import WinnowMath

/// Leaf values from exact sums of derivatives over the rows of each leaf.
struct LeafValues {
  let l1: Double
  let l2: Double
  let learningRate: Double
  /// Of a leaf with negative weights; see `Loss`.
  let longestSignedStep: Double

  /// The values of the leaves of a tree, within their bounds.
  func values(_ sums: [DerivativeSums], of tree: GrownTree) -> [Float] {
    let values = zip(sums, tree.leaves).map { value($0, addedL2: $1.addedL2) }
    return tree.bounded(values, times: learningRate)
  }

  /// η · (−T(G)) / (max(H, ¼ Σ|h|) + λ), T the soft threshold; 0 where the divisor is not positive.
  ///
  /// With positive weights H = Σ|h| and this is Newton's step. Where negative weights cancel more than
  /// three eighths of the events' Hessian, H alone would blow the step up or turn it round; the bound
  /// shortens it, and later trees make up for that; and no step is longer than the loss allows.
  func value(_ sums: DerivativeSums, addedL2: Double = 0) -> Float {
    let divisor = max(sums.hessian, sums.hessianMagnitude / 4) + l2 + addedL2
    let pull = max(sums.gradient.magnitude - l1, 0)
    guard divisor > 0, pull > 0 else { return 0 }
    let isSigned = sums.hessian < sums.hessianMagnitude
    let step = min(pull / divisor, isSigned ? longestSignedStep : .infinity)
    return Float(learningRate * (sums.gradient < 0 ? step : -step))
  }

  /// The sums of each leaf of a tree.
  static func sums(
    of tree: GrownTree, lists: [SharedBuffer<RowEntry>], rows: ScoredRows, team: ThreadTeam
  ) -> [DerivativeSums] {
    let pieces = pieces(of: tree)
    let sums = SharedBuffer(repeating: DerivativeSums(), count: pieces.count)
    team.run(pieces.count) { task in
      let piece = pieces[task]
      sums[task] = lists[piece.leaf.list].read(piece.leaf.rows) { entries in
        rows.gradients.read { gradients in
          rows.hessians.read { sumDerivatives(entries, gradients: gradients, hessians: $0) }
        }
      }
    }
    var totals = [DerivativeSums](repeating: DerivativeSums(), count: tree.leaves.count)
    for (task, piece) in pieces.enumerated() {
      totals[piece.number] = totals[piece.number] + sums[task]
    }
    return totals
  }

  /// The quantile of the residuals y − F of each leaf, weighted with h; 0 where Σh ≤ 0.
  static func quantiles(
    _ level: Double, of tree: GrownTree, lists: [SharedBuffer<RowEntry>], rows: ScoredRows,
    team: ThreadTeam
  ) -> [Float] {
    team.map(tree.leaves.count) { number in
      let leaf = tree.leaves[number]
      let members = lists[leaf.list].read(leaf.rows) { entries in entries.indices.map { entries[$0].row } }
      let distribution = WeightedDistribution(
        members.map { rows.targets[$0] - rows.scores[$0] },
        weights: members.map { Double(rows.hessians[$0]) })
      return distribution?.stepQuantile(level) ?? 0
    }
  }

  /// Adds leaf values to the scores of the rows that the tree was grown on.
  static func add(
    _ values: [Float], of tree: GrownTree, lists: [SharedBuffer<RowEntry>], to rows: ScoredRows,
    team: ThreadTeam
  ) {
    let pieces = pieces(of: tree)
    team.run(pieces.count) { task in
      let piece = pieces[task]
      lists[piece.leaf.list].read(piece.leaf.rows) {
        addToScores($0, value: values[piece.number], scores: rows.scores)
      }
    }
  }

  private struct Piece {
    /// The leaf it belongs to.
    let number: Int
    let leaf: GrownTree.Leaf
  }

  /// Leaves cut into stretches of one size, so that threads share large leaves too.
  private static func pieces(of tree: GrownTree) -> [Piece] {
    let size = ScoredRows.chunk
    var pieces: [Piece] = []
    pieces.reserveCapacity(tree.leaves.reduce(0) { $0 + ($1.rows.count + size - 1) / size })
    for (number, leaf) in tree.leaves.enumerated() {
      for first in stride(from: leaf.rows.lowerBound, to: leaf.rows.upperBound, by: size) {
        let rows = first..<min(leaf.rows.upperBound, first + size)
        pieces.append(Piece(number: number, leaf: GrownTree.Leaf(list: leaf.list, rows: rows)))
      }
    }
    return pieces
  }
}
