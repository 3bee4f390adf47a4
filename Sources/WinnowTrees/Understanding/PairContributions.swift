/// Shapley weights of a coalition game that asks for u features of the event and v of a reference.
struct ShapleyWeights: Sendable {
  /// `table[u][v]` = u! v! / (u + v + 1)!
  private let table: [[Double]]

  /// - Parameter depth: features that can meet on a path.
  init(depth: Int) {
    table = (0...depth).map { u in
      // w(u, 0) = 1 / (u + 1) and w(u, v) = w(u, v − 1) v / (u + v + 1).
      var row = [1 / Double(u + 1)]
      for v in stride(from: 1, through: depth, by: 1) {
        row.append(row[v - 1] * Double(v) / Double(u + v + 1))
      }
      return row
    }
  }

  subscript(u: Int, v: Int) -> Double { table[u][v] }
}

/// Interventional Shapley values of one tree for one event against one reference event.
///
/// A leaf is reached by the coalitions that hold u certain features and lack v others. Its value adds
/// (u − 1)! v! / (u + v)! to each feature held and −u! (v − 1)! / (u + v)! to each one lacking.
///
/// Reference: Lundberg et al., Nature Machine Intelligence 2 (2020) 56, algorithm 3.
struct PairContributions {
  private enum Side { case event, reference }

  private let tree: ForestTree
  private let x: [Float]
  private let reference: [Float]
  private let weights: ShapleyWeights
  private var sides: [Int: Side] = [:]

  init(tree: ForestTree, x: [Float], reference: [Float], weights: ShapleyWeights) {
    self.tree = tree
    self.x = x
    self.reference = reference
    self.weights = weights
  }

  mutating func add(to sums: inout [Double], scale: Double) {
    _ = descend(0, held: 0, lacking: 0) { sums[$0] += $1 * scale }
  }

  /// - Returns: what the leaves below give to a feature held, and to one lacking.
  private mutating func descend(
    _ place: Int, held: Int, lacking: Int, _ credit: (Int, Double) -> Void
  ) -> (held: Double, lacking: Double) {
    switch tree.nodes[place] {
    case .leaf(let value):
      return (
        held > 0 ? Double(value) * weights[held - 1, lacking] : 0,
        lacking > 0 ? -Double(value) * weights[held, lacking - 1] : 0
      )
    case .cut(let cut, _, _, _, _):
      let feature = tree.input(of: cut)
      let own = tree.child(of: place, for: x), other = tree.child(of: place, for: reference)
      if own == other { return descend(own, held: held, lacking: lacking, credit) }
      if let side = sides[feature] {
        let child = side == .event ? own : other
        return descend(child, held: held, lacking: lacking, credit)
      }
      sides[feature] = .event
      let with = descend(own, held: held + 1, lacking: lacking, credit)
      sides[feature] = .reference
      let without = descend(other, held: held, lacking: lacking + 1, credit)
      sides[feature] = nil
      credit(feature, with.held + without.lacking)
      return (with.held + without.held, with.lacking + without.lacking)
    }
  }
}
