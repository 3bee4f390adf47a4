import WinnowCore

/// How the cuts of a forest add up to the importance of a feature; shares, Σ = 1.
public enum SplitImportance: String, CaseIterable, Sendable {
  /// Σ gain: the fall of the training loss.
  case gain
  /// The number of cuts.
  case count
  /// √ Σ (gain)², as TMVA: there each cut adds (separation gain per event)² × (events of the node)².
  case tmva
}

extension Forest {
  /// Importance of each feature: 0 … 1, Σ = 1; all 0 for a forest without cuts.
  ///
  /// - Throws: `badData` where gains are asked of a forest that does not know them.
  public func importance(_ kind: SplitImportance) throws -> [Double] {
    guard kind == .count || hasStatistics else {
      throw WinnowError(.badData, "the forest does not know the gains of its cuts")
    }
    return shares(kind)
  }

  /// By gain, where trees of unknown training count nothing.
  var gainImportance: [Double] { shares(.gain) }

  private func shares(_ kind: SplitImportance) -> [Double] {
    splitShares(of: trees, features: features, kind)
  }
}

/// By gain over forests that belong together.
func gainImportance(of forests: [Forest]) -> [Double] {
  splitShares(of: forests.flatMap(\.trees), features: forests[0].features, .gain)
}

/// By gain, together with what something else of each feature gained.
///
/// Of the gain that a whole step promises, one of the learning rate η brings η(2 − η).
func gainImportance(of forests: [Forest], learningRate: Double, and gains: [Double]) -> [Double] {
  let splits = splitSums(of: forests.flatMap(\.trees), features: forests[0].features, .gain)
  return shares(zip(splits, gains).map { learningRate * (2 - learningRate) * $0 + $1 })
}

private func splitShares(
  of trees: [ForestTree], features: Int, _ kind: SplitImportance
) -> [Double] {
  shares(splitSums(of: trees, features: features, kind))
}

private func splitSums(
  of trees: [ForestTree], features: Int, _ kind: SplitImportance
) -> [Double] {
  var sums = [Double](repeating: 0, count: features)
  for tree in trees {
    for (place, node) in tree.nodes.enumerated() {
      guard case .cut(let cut, _, _, _, _) = node else { continue }
      let feature = tree.input(of: cut)
      let gain = tree.statistics.isEmpty ? 0 : Double(tree.statistics[place].gain)
      switch kind {
      case .count: sums[feature] += 1
      case .gain: sums[feature] += gain
      case .tmva: sums[feature] += gain * gain
      }
    }
  }
  return kind == .tmva ? sums.map { $0.squareRoot() } : sums
}

private func shares(_ sums: [Double]) -> [Double] {
  let total = sums.reduce(0, +)
  return total > 0 ? sums.map { $0 / total } : sums
}
