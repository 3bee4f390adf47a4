import Foundation
import WinnowCore
import WinnowKernels
import WinnowMath

/// A loss of one score, and how far the scores of some classes are from flat in the spectators of a sample.
struct FlatObjective<L: Loss>: BoostingObjective {
  private let loss: L
  private let options: FlatnessOptions
  private let classes: [FlatnessGroups]
  /// One over the number of groups that a row is in; 0 for none.
  private let shares: [Float]
  private let team: ThreadTeam

  /// - Throws: `badData` as `FlatnessGroups`.
  init(_ loss: L, _ options: FlatnessOptions, of sample: BoostingSample, _ team: ThreadTeam) throws {
    self.loss = loss
    self.options = options
    self.team = team
    classes = try options.targets.map { try FlatnessGroups($0, of: sample, options, team) }
    var counts = [Float](repeating: 0, count: sample.count)
    for row in classes.flatMap(\.groups).joined() { counts[row] += 1 }
    shares = counts.map { $0 > 0 ? 1 / $0 : 0 }
  }

  var lossName: String { "\(loss.name) and flatness" }
  var outputs: Int { 1 }
  var longestSignedStep: Double { loss.longestSignedStep }

  func start(targets: [Float], weights: [Float]) throws -> [Double] {
    try SingleObjective(loss: loss).start(targets: targets, weights: weights)
  }

  func updateDerivatives(_ rows: [ScoredRows]) -> Double {
    let rows = rows[0]
    let mean = rows.updateDerivatives(loss)
    let penalty = classes.reduce(0) { $0 + add($1, to: rows) }
    return mean + options.strength * penalty / rows.weightSum
  }

  /// Adds the derivatives of one class. - Returns: Σ w |d|^p.
  private func add(_ flat: FlatnessGroups, to rows: ScoredRows) -> Double {
    let whole = positions(flat.members, rows)
    var ranks = [Float](repeating: 0, count: rows.count)
    for (row, rank) in zip(flat.members, whole) { ranks[row] = rank }
    let parts = team.map(flat.groups.count) { positions(flat.groups[$0], rows) }
    let p = options.power, scale = Float(options.strength)
    var penalty = 0.0
    for (group, part) in zip(flat.groups, parts) {
      for (row, rank) in zip(group, part) {
        let d = Double(rank - ranks[row]), weight = rows.weights[row] * shares[row]
        let slope = Float(p * pow(abs(d), p - 1) * (d < 0 ? -1 : 1))
        rows.gradients[row] -= scale * weight * slope
        rows.hessians[row] += scale * weight * Float(p / 4)
        penalty += Double(weight) * pow(abs(d), p)
      }
    }
    return penalty
  }

  /// Where the scores of some rows stand in their distribution, 0 … 1; ½ where weights have no sum.
  private func positions(_ members: [Int], _ rows: ScoredRows) -> [Float] {
    let scores = members.map { rows.scores[$0] }
    let distribution = WeightedDistribution(
      scores, weights: members.map { Double(rows.weights[$0]) })
    guard let distribution else { return members.map { _ in 0.5 } }
    return scores.map { Float(distribution.position(of: $0)) }
  }
}

extension WeightedDistribution {
  /// ½ (P(X < x) + P(X ≤ x)). - Complexity: O(log n).
  func position(of x: Float) -> Double {
    var low = 0, high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < x { low = middle + 1 } else { high = middle }
    }
    if low < values.count, values[low] == x { return middle(at: low) }
    return low > 0 ? cumulative[low - 1] : 0
  }
}
