import WinnowDensities
import WinnowKernels
import WinnowMath

/// Newton's step over the leaves of the trees of one round, one tree for each parameter.
///
/// With leaves a of tree i: g_ia = Σ ∂_i over the events in it, H_ia,jb = Σ ∂_ij over the events that are in
/// leaf a of tree i and in leaf b of tree j; the step is −(H + λ)⁻¹ g.
final class JointStep {
  private let likelihood: DensityLikelihood
  /// Where the leaves of each tree begin among all of them; the last is their number.
  private let first: [Int]
  private let l2: Double
  private let team: ThreadTeam
  /// `places[row · outputs + output]`: the event's leaf among all.
  private let places: SharedBuffer<Int32>

  /// Stretches whose sums are joined in order: few, because each has a matrix of its own.
  private static let stretches = 8

  /// - Parameter leaves: how many each tree has.
  init(_ likelihood: DensityLikelihood, leaves: [Int], l2: Double, team: ThreadTeam) {
    self.likelihood = likelihood
    first = leaves.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    self.l2 = l2
    self.team = team
    places = SharedBuffer(repeating: 0, count: likelihood.packed.count / likelihood.stride * leaves.count)
  }

  private var order: Int { first[first.count - 1] }
  private var outputs: Int { likelihood.outputs }

  /// Finds the leaf of every event in the tree of an output.
  func route(_ tree: [BinnedNode], of sample: BinnedSample, output: Int) {
    team.run(over: sample.rows, chunk: ScoredRows.chunk) { _, range in
      let leaves = SharedBuffer<Float>(repeating: 0, count: range.count)
      leaves.write(0..<range.count) { leaves in
        sample.columns.read { columns in
          addTree(
            tree.span, columns: BinColumns(columns, rows: sample.rows, format: sample.format),
            rows: range, scores: &leaves)
        }
      }
      places.write(range.lowerBound * outputs..<range.upperBound * outputs) { places in
        leaves.read { leaves in
          for row in leaves.indices {
            places[row * outputs + output] = Int32(first[output]) + Int32(leaves[row])
          }
        }
      }
    }
  }

  /// The step of each leaf, tree by tree, none longer than 1. - Parameter rows: events.
  func solve(rows: Int) -> [[Double]] {
    let order = order, size = order * order + order
    let sums = SharedBuffer<Double>(repeating: 0, count: Self.stretches * size)
    let length = (rows + Self.stretches - 1) / Self.stretches
    team.run(Self.stretches) { stretch in
      let begin = min(rows, stretch * length)
      sums.write(stretch * size..<(stretch + 1) * size) {
        add(begin..<min(rows, begin + length), to: &$0)
      }
    }
    let total = sums.read { sums in
      (0..<size).map { place in
        (0..<Self.stretches).reduce(0.0) { $0 + sums[$1 * size + place] }
      }
    }
    let pulls = (0..<order).map { -total[order * order + $0] }
    let matrix = SymmetricMatrix(order: order) { i, j in
      total[i * order + j] + (i == j ? l2 : 0)
    }
    let step = matrix.solve(pulls) ?? (0..<order).map { place in
      let curvature = max(0, matrix[place, place])
      return curvature > 0 ? pulls[place] / curvature : 0
    }
    return (0..<outputs).map { output in
      step[first[output]..<first[output + 1]].map { $0.isFinite ? min(1, max(-1, $0)) : 0 }
    }
  }

  private func add(_ rows: Range<Int>, to sums: inout MutableSpan<Double>) {
    let order = order, outputs = outputs, stride = likelihood.stride, gradient = order * order
    likelihood.packed.read(rows.lowerBound * stride..<rows.upperBound * stride) { terms in
      places.read(rows.lowerBound * outputs..<rows.upperBound * outputs) { places in
        for row in 0..<rows.count {
          let leaf = row * outputs
          var next = row * stride
          for i in 0..<outputs {
            sums[gradient + Int(places[leaf + i])] += Double(terms[next])
            next += 1
          }
          for i in 0..<outputs {
            let line = Int(places[leaf + i]) * order
            for j in 0...i {
              sums[line + Int(places[leaf + j])] += Double(terms[next])
              next += 1
            }
          }
        }
      }
    }
  }
}
