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
    var sums = [Double](repeating: 0, count: features)
    for tree in trees {
      for (place, node) in tree.nodes.enumerated() {
        guard case .cut(let cut, _, _, _, _) = node else { continue }
        let feature = tree.input(of: cut)
        switch kind {
        case .count: sums[feature] += 1
        case .gain: sums[feature] += Double(tree.statistics[place].gain)
        case .tmva:
          let gain = Double(tree.statistics[place].gain)
          sums[feature] += gain * gain
        }
      }
    }
    if kind == .tmva { sums = sums.map { $0.squareRoot() } }
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : sums
  }
}
