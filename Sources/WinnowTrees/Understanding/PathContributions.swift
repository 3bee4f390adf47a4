/// Path-dependent Shapley values of one tree for one event.
///
/// All subsets of known features are followed down the tree at once: the path holds, for each of its
/// features, the part of the subsets that continue when it is unknown (`zero`) or known (`one`), and
/// the sums of weights by the number of known features.
///
/// Reference: Lundberg, Erion and Lee, arXiv:1802.03888, algorithm 2.
struct PathContributions {
  private struct Step {
    var feature = -1
    var zero = 1.0
    var one = 1.0
    var weight = 1.0
  }

  /// The part of the subsets that reaches a node along its last cut.
  private struct Arrival {
    let feature: Int
    let zero: Double
    let one: Double
  }

  private let tree: ForestTree
  private let x: [Float]
  /// The paths to a node and to all above it, one after another.
  private var steps: [Step]

  init(tree: ForestTree, depth: Int, x: [Float]) {
    self.tree = tree
    self.x = x
    steps = Array(repeating: Step(), count: (depth + 2) * (depth + 3) / 2)
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
    descend(0, after: 0..<0, Arrival(feature: -1, zero: 1, one: 1), &sums)
  }

  /// - Parameter parent: where the path to the parent lies.
  private mutating func descend(
    _ place: Int, after parent: Range<Int>, _ arrival: Arrival, _ sums: inout [Double]
  ) {
    var path = extend(parent, by: arrival)
    switch tree.nodes[place] {
    case .leaf(let value):
      for index in path.dropFirst() {
        let step = steps[index]
        sums[step.feature] += unwoundSum(path, index) * (step.one - step.zero) * Double(value)
      }
    case .cut(let cut, _, _, let left, let right):
      let feature = tree.input(of: cut)
      let known = tree.child(of: place, for: x)
      var (zero, one) = (1.0, 1.0)
      if let earlier = path.first(where: { steps[$0].feature == feature }) {
        (zero, one) = (steps[earlier].zero, steps[earlier].one)
        path = unwind(path, earlier)
      }
      for child in [left, right] {
        let part = Double(tree.statistics[child].events) / Double(tree.statistics[place].events)
        // No subset comes to a child that is not the event's and saw no training event.
        if child != known, part == 0 { continue }
        let arrival = Arrival(
          feature: feature, zero: zero * part, one: child == known ? one : 0)
        descend(child, after: path, arrival, &sums)
      }
    }
  }

  /// Writes the parent's path, one step longer, behind it.
  private mutating func extend(_ parent: Range<Int>, by arrival: Arrival) -> Range<Int> {
    let start = parent.upperBound, depth = parent.count
    for index in 0..<depth { steps[start + index] = steps[parent.lowerBound + index] }
    steps[start + depth] = Step(
      feature: arrival.feature, zero: arrival.zero, one: arrival.one, weight: depth == 0 ? 1 : 0)
    for index in (0..<depth).reversed() {
      let weight = steps[start + index].weight / Double(depth + 1)
      steps[start + index + 1].weight += arrival.one * weight * Double(index + 1)
      steps[start + index].weight = arrival.zero * weight * Double(depth - index)
    }
    return start..<start + depth + 1
  }

  /// Takes a step out of a path: undoes `extend`.
  private mutating func unwind(_ path: Range<Int>, _ removed: Int) -> Range<Int> {
    let (start, last) = (path.lowerBound, path.count - 1)
    let (zero, one) = (steps[removed].zero, steps[removed].one)
    var next = steps[start + last].weight
    for index in (0..<last).reversed() {
      let old = steps[start + index].weight
      let weight = Self.unwound(old, next, (zero, one), index, last)
      steps[start + index].weight = weight
      if one != 0 { next = old - weight * zero * Double(last - index) / Double(last + 1) }
    }
    for index in removed..<start + last {
      let weight = steps[index].weight
      steps[index] = steps[index + 1]
      steps[index].weight = weight
    }
    return start..<start + last
  }

  /// Σ of the weights that the path would have without a step.
  private func unwoundSum(_ path: Range<Int>, _ removed: Int) -> Double {
    let (start, last) = (path.lowerBound, path.count - 1)
    let (zero, one) = (steps[removed].zero, steps[removed].one)
    var next = steps[start + last].weight
    var sum = 0.0
    for index in (0..<last).reversed() {
      let old = steps[start + index].weight
      let weight = Self.unwound(old, next, (zero, one), index, last)
      sum += weight
      if one != 0 { next = old - weight * zero * Double(last - index) / Double(last + 1) }
    }
    return sum
  }

  private static func unwound(
    _ old: Double, _ next: Double, _ removed: (zero: Double, one: Double), _ index: Int, _ last: Int
  ) -> Double {
    removed.one != 0
      ? next * Double(last + 1) / (Double(index + 1) * removed.one)
      : old * Double(last + 1) / (removed.zero * Double(last - index))
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
