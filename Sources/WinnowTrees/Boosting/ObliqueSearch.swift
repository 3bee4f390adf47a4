import WinnowKernels
import WinnowMath

/// Looks for the best cut of a node on any feature or on Fisher's discriminant, with g = −y w and h = w.
struct ObliqueSearch {
  private let columns: [[Float]]
  private let targets: [Float]
  private let edges: [BinEdges]
  private let binned: BinnedSample
  private let growth: GrowthOptions
  private let fisher: FisherCutOptions
  private let team: ThreadTeam

  init(
    _ sample: BoostingSample, weights: [Float], _ options: VotingOptions,
    _ fisher: FisherCutOptions, seed: UInt64, team: ThreadTeam
  ) {
    columns = sample.columns
    targets = sample.targets
    growth = options.boosting.growth
    self.fisher = fisher
    self.team = team
    let rows = BinEdges.rows(of: weights.count, limit: 200_000, seed: seed)
    edges = sample.columns.map {
      BinEdges(quantilesOf: $0, weights: weights, rows: rows, bins: options.boosting.bins)
    }
    binned = BinnedSample(columns: columns, edges: edges, forTraining: false, team: team)
  }

  static func sums(_ members: [Int], _ rows: ScoredRows) -> DerivativeSums {
    members.reduce(into: DerivativeSums()) { sums, row in
      let hessian = Double(rows.hessians[row])
      sums.gradient += Double(rows.gradients[row])
      sums.hessian += hessian
      sums.hessianMagnitude += hessian.magnitude
    }
  }

  /// - Returns: nil where no admissible cut lowers the impurity. - Complexity: O(n (features + log n)).
  func best(_ members: [Int], _ rows: ScoredRows) -> ObliqueCut? {
    guard members.count >= 2 * max(1, growth.minNodeSize) else { return nil }
    let combination = combination(members, rows)
    let excluded = fisher.excludesItsFeatures ? combination?.features ?? [] : []
    let single = columns.indices.filter { !excluded.contains($0) }
    let node = Self.sums(members, rows)
    var cuts = team.map(single.count) { cut(on: single[$0], members, rows, node) }
    cuts.append(combination.flatMap { cut(on: $0, members, rows, node) })
    return cuts.compactMap(\.self).reduce(nil) { best, cut in
      if let best, best.gain >= cut.gain { return best }
      return cut
    }
  }

  /// One side of a cut.
  private struct Side {
    var gradient = 0.0
    var hessian = 0.0
    var count = 0

    mutating func add(_ row: Int, _ rows: ScoredRows) {
      gradient += Double(rows.gradients[row])
      hessian += Double(rows.hessians[row])
      count += 1
    }
  }

  private func cut(
    on feature: Int, _ members: [Int], _ rows: ScoredRows, _ node: DerivativeSums
  ) -> ObliqueCut? {
    var sides = [Side](repeating: Side(), count: edges[feature].count)
    for row in members { sides[binned.bin(feature, row)].add(row, rows) }
    guard let (step, gain) = bestStep(sides, node) else { return nil }
    return ObliqueCut(
      on: .feature(feature), threshold: edges[feature].upper[step], gain: gain)
  }

  private func cut(
    on combination: LinearCombination, _ members: [Int], _ rows: ScoredRows, _ node: DerivativeSums
  ) -> ObliqueCut? {
    let values = members.map { combination.value(columns, $0) }
    var sides: [Side] = [], distinct: [Float] = []
    for place in members.indices.sorted(by: { (values[$0], $0) < (values[$1], $1) }) {
      if distinct.last != values[place] {
        distinct.append(values[place])
        sides.append(Side())
      }
      sides[sides.count - 1].add(members[place], rows)
    }
    guard let (step, gain) = bestStep(sides, node) else { return nil }
    let middle = distinct[step] / 2 + distinct[step + 1] / 2
    let threshold = middle >= distinct[step] && middle < distinct[step + 1] ? middle : distinct[step]
    return ObliqueCut(on: .combination(combination), threshold: threshold, gain: gain)
  }

  /// The step after which to cut, and the fall of the impurity.
  private func bestStep(_ sides: [Side], _ node: DerivativeSums) -> (step: Int, gain: Double)? {
    let separation = growth.separation ?? .gini, least = max(1, growth.minNodeSize)
    func impurity(_ gradient: Double, _ hessian: Double) -> Double {
      separation.impurity(signal: (hessian - gradient) / 2, background: (hessian + gradient) / 2)
    }
    let whole = impurity(node.gradient, node.hessian), count = sides.reduce(0) { $0 + $1.count }
    var left = Side(), best: (step: Int, gain: Double)?
    for (step, side) in sides.dropLast().enumerated() {
      left.gradient += side.gradient
      left.hessian += side.hessian
      left.count += side.count
      let rest = node.hessian - left.hessian
      guard left.count >= least, count - left.count >= least else { continue }
      guard min(left.hessian, rest) >= growth.minChildWeight, min(left.hessian, rest) > 0 else {
        continue
      }
      let gain = whole - impurity(left.gradient, left.hessian)
        - impurity(node.gradient - left.gradient, rest)
      if gain > max(growth.minGain, 1e-12 * whole), gain > best?.gain ?? 0 { best = (step, gain) }
    }
    return best
  }

  /// W⁻¹ (μ_S − μ_B) of the node's correlated features, of length 1, W the sum of the covariances of the
  /// classes; nil where there are fewer than two such features or W cannot be inverted.
  private func combination(_ members: [Int], _ rows: ScoredRows) -> LinearCombination? {
    let classes = [true, false].map { isSignal in
      ClassSums(members.filter { (targets[$0] > 0.5) == isSignal }, columns, rows)
    }
    guard classes.allSatisfy({ $0.weight > 0 }) else { return nil }
    let features = columns.indices.filter { feature in
      columns.indices.contains { other in
        other != feature && classes.contains {
          abs($0.correlation(feature, other)) > fisher.minCorrelation
        }
      }
    }
    guard features.count >= 2 else { return nil }
    let within = SymmetricMatrix(order: features.count) { i, j in
      classes.reduce(0) { $0 + $1.covariance[features[i]][features[j]] }
    }
    guard let root = within.inverseSquareRoot() else { return nil }
    let difference = features.map { classes[0].means[$0] - classes[1].means[$0] }
    let direction = root * (root * difference)
    let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0, length.isFinite else { return nil }
    return LinearCombination(
      features: features, coefficients: direction.map { Float($0 / length) })
  }
}

/// Weighted means and covariances of the events of one class at a node.
private struct ClassSums {
  let weight: Double
  let means: [Double]
  let covariance: [[Double]]

  init(_ members: [Int], _ columns: [[Float]], _ rows: ScoredRows) {
    let weights = members.map { Double(rows.hessians[$0]) }
    let total = weights.reduce(0, +)
    weight = total
    let centred = columns.map { column in
      let mean = zip(members, weights).reduce(0) { $0 + $1.1 * Double(column[$1.0]) } / total
      return (mean: mean, values: members.map { Double(column[$0]) - mean })
    }
    means = centred.map(\.mean)
    covariance = centred.map { one in
      centred.map { other in
        var sum = 0.0
        for place in weights.indices {
          sum += weights[place] * one.values[place] * other.values[place]
        }
        return sum / total
      }
    }
  }

  func correlation(_ i: Int, _ j: Int) -> Double {
    let product = covariance[i][i] * covariance[j][j]
    return product > 0 ? covariance[i][j] / product.squareRoot() : 0
  }
}
