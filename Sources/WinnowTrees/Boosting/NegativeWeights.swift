import WinnowCore
import WinnowKernels
import WinnowMath

/// What a training does with events of negative weight.
public enum NegativeWeights: String, Sendable, CaseIterable {
  /// They count with their sign everywhere.
  case signed
  /// They are left out.
  case ignore
  /// Each is set off against the nearest events of positive weight in its class, in the metric of the
  /// inverse covariance of the class, until one of them is used up; where targets are values to
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
  /// - Complexity: for `pair`, O(negative × positive events × features).
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
    BoostingSample(columns: columns, targets: targets, weights: weights)
  }

  private func pairedWeights(_ targetsAreClasses: Bool, _ team: ThreadTeam) throws -> [Double] {
    var weights = weights
    let classes = targetsAreClasses ? Set(targets).sorted() : []
    let groups = targetsAreClasses
      ? classes.map { target in targets.indices.filter { targets[$0] == target } }
      : [Array(targets.indices)]
    for members in groups where members.contains(where: { weights[$0] < 0 }) {
      let points = try whitened(members, columns + (targetsAreClasses ? [] : [targets]))
      let positive = members.indices.filter { weights[members[$0]] > 0 }
      for event in members.indices where weights[members[event]] < 0 {
        let order = Self.byDistance(positive, from: event, points, team)
        for partner in order where weights[members[partner]] > 0 {
          let rest = weights[members[event]] + weights[members[partner]]
          weights[members[event]] = min(rest, 0)
          weights[members[partner]] = max(rest, 0)
          if rest >= 0 { break }
        }
      }
    }
    return weights
  }

  /// Points of unit covariance: `points[place][feature]`.
  private func whitened(_ rows: [Int], _ columns: [[Float]]) throws -> [[Double]] {
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
    return rows.map { row in root * columns.map { Double($0[row]) } }
  }

  /// The partners, nearest first; of equals the first.
  private static func byDistance(
    _ partners: [Int], from event: Int, _ points: [[Double]], _ team: ThreadTeam
  ) -> [Int] {
    let distances = SharedBuffer(repeating: 0.0, count: partners.count)
    team.run(over: partners.count, chunk: 4096) { _, range in
      for place in range {
        distances[place] = zip(points[partners[place]], points[event]).reduce(0) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
      }
    }
    let order = partners.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    return order.map { partners[$0] }
  }
}
