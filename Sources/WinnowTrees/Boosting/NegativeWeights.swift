import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowNeighbours

/// What a training does with events of negative weight.
public enum NegativeWeights: String, Sendable, CaseIterable {
  /// They count with their sign everywhere.
  case signed
  /// They are left out.
  case ignore
  /// Each is set off against the nearest events of positive weight in its class, in the metric of the
  /// inverse covariance of the class, until one of them is used up, those first that find a partner
  /// among their nearest; where targets are values to
  /// regress to, they count as one more variable and all events are one class.
  case pair
  /// They count with their sign, and AdaBoost lowers their weight where it would raise it.
  case inverseBoost = "inverse_boost"
}

extension BoostingSample {
  /// The events as a policy wants them, and a sentence for the report; nil where nothing was negative.
  ///
  /// - Parameter targetsAreClasses: false where they are values to regress to.
  /// - Throws: `badData` for `pair` where a variable is missing or constant.
  /// - Complexity: for `pair`, O(n log n) where few partners are used up, at most O(n²).
  public func applying(
    _ policy: NegativeWeights, targetsAreClasses: Bool = true, team: ThreadTeam
  ) throws -> (sample: BoostingSample, remark: String?) {
    let negative = weights.indices.filter { weights[$0] < 0 }
    guard !negative.isEmpty else { return (self, nil) }
    let sum = negative.reduce(0) { $0 - weights[$1] }
    let share = 100 * sum / weights.reduce(0) { $0 + $1.magnitude }
    let subject = "\(negative.count) events of negative weight "
      + "(\((share * 100).rounded() / 100) % of Σ|w|) "
    switch policy {
    case .signed: return (self, subject + "counted with their sign")
    case .inverseBoost:
      return (self, subject + "counted with their sign and were boosted inversely")
    case .ignore:
      return (replacing(weights: weights.map { max($0, 0) }), subject + "were left out")
    case .pair:
      let paired = try pairedWeights(targetsAreClasses, team)
      let left = paired.count { $0 < 0 }
      return (
        replacing(weights: paired),
        subject + "were set off against the nearest positive ones; \(left) remain"
      )
    }
  }

  package func replacing(weights: [Double]) -> BoostingSample {
    BoostingSample(
      columns: columns, targets: targets, weights: weights, spectators: spectators)
  }

  private func pairedWeights(_ targetsAreClasses: Bool, _ team: ThreadTeam) throws -> [Double] {
    var weights = weights
    let classes = targetsAreClasses ? Set(targets).sorted() : []
    let groups = targetsAreClasses
      ? classes.map { target in targets.indices.filter { targets[$0] == target } }
      : [Array(targets.indices)]
    for members in groups where members.contains(where: { weights[$0] < 0 }) {
      let points = try whitened(members, columns + (targetsAreClasses ? [] : [targets]))
      try Self.pair(members, at: points, &weights, team)
    }
    return weights
  }

  /// - Parameter points: `points[feature][place]` of the members.
  private static func pair(
    _ members: [Int], at points: [[Float]], _ weights: inout [Double], _ team: ThreadTeam
  ) throws {
    let positive = members.indices.filter { weights[members[$0]] > 0 }
    let negative = members.indices.filter { weights[members[$0]] < 0 }
    guard !positive.isEmpty else { return }
    let index = try NeighbourIndex(points.map { column in positive.map { column[$0] } })
    var waiting = negative, wanted = min(16, positive.count)
    // Those whose nearest partners are used up ask for more.
    while !waiting.isEmpty {
      let table = try index.nearest(
        wanted, to: points.map { column in waiting.map { column[$0] } }, threads: team.threads)
      for (query, event) in waiting.enumerated() {
        for neighbour in table[query] where weights[members[event]] < 0 {
          let partner = members[positive[Int(neighbour.index)]]
          guard weights[partner] > 0 else { continue }
          let rest = weights[members[event]] + weights[partner]
          weights[members[event]] = min(rest, 0)
          weights[partner] = max(rest, 0)
        }
      }
      if wanted == positive.count { return }
      waiting = waiting.filter { weights[members[$0]] < 0 }
      wanted = min(4 * wanted, positive.count)
    }
  }

  /// Points of unit covariance: `points[feature][place]`.
  private func whitened(_ rows: [Int], _ columns: [[Float]]) throws -> [[Float]] {
    let rowSums = rows.reduce(0.0) { $0 + weights[$1].magnitude }
    let means = columns.map { column in
      rows.reduce(0) { $0 + weights[$1].magnitude * Double(column[$1]) } / rowSums
    }
    let covariance = SymmetricMatrix(order: columns.count) { i, j in
      rows.reduce(0) { sum, row in
        sum + weights[row].magnitude * (Double(columns[i][row]) - means[i])
          * (Double(columns[j][row]) - means[j])
      } / rowSums
    }
    guard let root = covariance.inverseSquareRoot() else {
      throw WinnowError(
        .badData, "negative_weights: pair needs variables without missing values, none of which "
          + "is constant or a linear combination of the others")
    }
    let points = rows.map { row in root * columns.map { Double($0[row]) } }
    return columns.indices.map { column in points.map { Float($0[column]) } }
  }
}
