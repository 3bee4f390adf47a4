/// Path-dependent Shapley values of one tree for one event.
///
/// All subsets of known features are followed down the tree at once: the path holds, for each of its
/// features, the part of the subsets that continue when it is unknown (`zero`) or known (`one`), and
/// the sums of weights by the number of known features.
///
/// Reference: Lundberg, Erion and Lee, arXiv:1802.03888, algorithm 2.
struct PathContributions {
  private struct Step {
    let feature: Int
    let zero: Double
    let one: Double
    var weight: Double
  }

  /// The part of the subsets that reaches a node along its last cut.
  private struct Arrival {
    let feature: Int
    let zero: Double
    let one: Double
  }

  private let tree: ForestTree
  private let x: [Float]

  init(tree: ForestTree, x: [Float]) {
    self.tree = tree
    self.x = x
  }

  /// The mean of the tree over its training events.
  static func expectedValue(of tree: ForestTree) -> Double {
    let total = Double(tree.statistics[0].events)
    return zip(tree.nodes, tree.statistics).reduce(0) { sum, node in
      guard case .leaf(let value) = node.0 else { return sum }
      return sum + Double(value) * Double(node.1.events) / total
    }
  }

  mutating func add(to sums: inout [Double]) {
    descend(0, [], Arrival(feature: -1, zero: 1, one: 1), &sums)
  }

  private func descend(
    _ place: Int, _ parent: [Step], _ arrival: Arrival, _ sums: inout [Double]
  ) {
    var path = Self.extended(parent, by: arrival)
    switch tree.nodes[place] {
    case .leaf(let value):
      for index in path.indices.dropFirst() {
        let step = path[index]
        let weight = Self.unwound(path, index).reduce(0) { $0 + $1.weight }
        sums[step.feature] += weight * (step.one - step.zero) * Double(value)
      }
    case .cut(let cut, _, _, let left, let right):
      let feature = tree.input(of: cut)
      let known = tree.child(of: place, for: x)
      var (zero, one) = (1.0, 1.0)
      if let earlier = path.firstIndex(where: { $0.feature == feature }) {
        (zero, one) = (path[earlier].zero, path[earlier].one)
        path = Self.unwound(path, earlier)
      }
      for child in [left, right] {
        let part = Double(tree.statistics[child].events) / Double(tree.statistics[place].events)
        // No subset comes to a child that is not the event's and saw no training event.
        if child != known, part == 0 { continue }
        let arrival = Arrival(
          feature: feature, zero: zero * part, one: child == known ? one : 0)
        descend(child, path, arrival, &sums)
      }
    }
  }

  private static func extended(_ path: [Step], by arrival: Arrival) -> [Step] {
    let depth = path.count
    var path = path
    path.append(
      Step(
        feature: arrival.feature, zero: arrival.zero, one: arrival.one,
        weight: depth == 0 ? 1 : 0))
    for index in (0..<depth).reversed() {
      let weight = path[index].weight / Double(depth + 1)
      path[index + 1].weight += arrival.one * weight * Double(index + 1)
      path[index].weight = arrival.zero * weight * Double(depth - index)
    }
    return path
  }

  /// The path without one of its steps: undoes `extended`.
  private static func unwound(_ path: [Step], _ removed: Int) -> [Step] {
    let last = path.count - 1
    let (zero, one) = (path[removed].zero, path[removed].one)
    var weights = path.map(\.weight)
    var next = weights[last]
    for index in (0..<last).reversed() {
      if one != 0 {
        let old = weights[index]
        weights[index] = next * Double(last + 1) / (Double(index + 1) * one)
        next = old - weights[index] * zero * Double(last - index) / Double(last + 1)
      } else {
        weights[index] = weights[index] * Double(last + 1) / (zero * Double(last - index))
      }
    }
    var shorter = path
    shorter.remove(at: removed)
    for index in shorter.indices { shorter[index].weight = weights[index] }
    return shorter
  }
}

extension ForestTree {
  /// The node to which an event goes from a cut. - Precondition: the node is a cut.
  func child(of place: Int, for x: [Float]) -> Int {
    guard case .cut(let feature, let threshold, let missingGoesLeft, let left, let right) =
      nodes[place]
    else { preconditionFailure("a leaf has no children") }
    let value = compared(feature) { x[$0] }
    let goesLeft = value.isNaN ? missingGoesLeft : !(value > threshold)
    return goesLeft ? left : right
  }
}
