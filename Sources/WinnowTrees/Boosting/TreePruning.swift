import WinnowKernels

/// How cuts that bring little are taken back once a tree is grown.
public enum PruningMethod: String, Sendable, CaseIterable {
  /// The subtree T that makes R(T) + α |leaves of T| least, the smallest of them, with R the impurity per
  /// event: the one that weakest-link pruning comes to at α (Breiman et al., “Classification and
  /// Regression Trees”, 1984, ch. 3).
  case costComplexity = "cost_complexity"
  /// A node becomes a leaf where its own error, s standard deviations up, is not above that of its
  /// leaves: with f the fraction decided rightly among N, min(1, 1 − f + s √(f (1 − f) / N)) (as TMVA;
  /// Quinlan's C4.5). For classification.
  case expectedError = "expected_error"
}

/// Which cuts are taken back.
public struct PruningOptions: Sendable, Hashable {
  public var method = PruningMethod.costComplexity
  /// α, or s.
  public var strength = 0.0

  public init() {}
}

/// What a node costs as a leaf.
struct PruningRule {
  let options: PruningOptions
  /// How impure a classification node is; nil: a regression, by the variance.
  let separation: SeparationCriterion?
  /// The purity above which a leaf says signal.
  let purityLimit: Double

  /// - Parameter whole: Σw of the tree.
  func cost(_ sums: DerivativeSums, whole: Double) -> Double {
    switch options.method {
    case .costComplexity: impurity(sums) / whole + options.strength
    case .expectedError: error(sums)
    }
  }

  /// That of a regression is short of Σ w y², which all subtrees share.
  private func impurity(_ sums: DerivativeSums) -> Double {
    guard let separation else {
      return sums.hessian > 0 ? -sums.gradient * sums.gradient / sums.hessian : 0
    }
    return separation.impurity(signal: sums.signal, background: sums.background)
  }

  /// N times the error to be expected.
  private func error(_ sums: DerivativeSums) -> Double {
    guard sums.hessian > 0 else { return 0 }
    let purity = min(1, max(0, sums.signal / sums.hessian))
    let right = purity > purityLimit ? purity : 1 - purity
    let deviation = (right * (1 - right) / sums.hessian).squareRoot()
    return sums.hessian * min(1, 1 - right + options.strength * deviation)
  }
}

extension DerivativeSums {
  /// Σw of signal, from g = −y w and h = w.
  fileprivate var signal: Double { (hessian - gradient) / 2 }
  fileprivate var background: Double { (hessian + gradient) / 2 }
}

extension GrownTree {
  /// The tree without the cuts that a rule takes back, and the sums of its leaves. The rows of leaves that
  /// become one are brought together in list 0.
  ///
  /// - Complexity: O(nodes + rows).
  func pruned(
    by rule: PruningRule, _ leafSums: [DerivativeSums], lists: [SharedBuffer<RowEntry>]
  ) -> (tree: GrownTree, sums: [DerivativeSums]) {
    let sums = nodeSums(leafSums)
    let isLeaf = ends(rule, sums)
    var pruned = GrownTree(nodes: [Node()], leaves: [])
    var newSums: [DerivativeSums] = [], waiting = [(old: 0, new: 0)], next = 0
    while next < waiting.count {
      let (old, new) = waiting[next]
      next += 1
      if isLeaf[old] {
        pruned.nodes[new].leaf = pruned.leaves.count
        pruned.leaves.append(joined(old, lists))
        newSums.append(sums[old])
      } else if let split = nodes[old].split {
        let left = pruned.nodes.count
        pruned.nodes += [Node(), Node()]
        pruned.nodes[new].split = Split(feature: split.feature, cut: split.cut, left: left)
        waiting += [(split.left, left), (split.right, left + 1)]
      }
    }
    return (pruned, newSums)
  }

  /// Children come after their parents.
  private func nodeSums(_ leafSums: [DerivativeSums]) -> [DerivativeSums] {
    var sums = [DerivativeSums](repeating: DerivativeSums(), count: nodes.count)
    for (place, node) in nodes.enumerated().reversed() {
      sums[place] = node.split.map { sums[$0.left] + sums[$0.right] } ?? leafSums[node.leaf]
    }
    return sums
  }

  private func ends(_ rule: PruningRule, _ sums: [DerivativeSums]) -> [Bool] {
    let whole = max(sums[0].hessian, .leastNormalMagnitude)
    var costs = sums.map { rule.cost($0, whole: whole) }
    var isLeaf = nodes.map { $0.split == nil }
    for (place, node) in nodes.enumerated().reversed() {
      guard let split = node.split else { continue }
      let below = costs[split.left] + costs[split.right]
      // Sums of the same events in another order may differ in the last digits.
      isLeaf[place] = costs[place] <= below + 1e-12 * abs(below)
      if !isLeaf[place] { costs[place] = below }
    }
    return isLeaf
  }

  /// All rows below a node as one leaf.
  private func joined(_ place: Int, _ lists: [SharedBuffer<RowEntry>]) -> Leaf {
    guard nodes[place].split != nil else { return leaves[nodes[place].leaf] }
    var parts: [Leaf] = [], waiting = [place]
    while let next = waiting.popLast() {
      if let split = nodes[next].split {
        waiting += [split.right, split.left]
      } else {
        parts.append(leaves[nodes[next].leaf])
      }
    }
    for part in parts where part.list != 0 {
      lists[part.list].read(part.rows) { source in
        lists[0].write(part.rows) { target in
          for index in source.indices { target[index] = source[index] }
        }
      }
    }
    let first = parts.map(\.rows.lowerBound).min() ?? 0, last = parts.map(\.rows.upperBound).max() ?? 0
    return Leaf(list: 0, rows: first..<last)
  }
}
