import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowNeighbours

/// The events of a class, and its parts that shall look like the whole.
struct FlatnessGroups: Sendable {
  /// Groups of neighbours, at most.
  private static let maximum = 5000

  let members: [Int]
  /// Rows; a row may be in several.
  let groups: [[Int]]

  /// - Throws: `badData` where no event of the class has all spectators.
  init(_ target: Float, of sample: BoostingSample, _ options: FlatnessOptions, _ team: ThreadTeam) throws {
    let spectators = sample.spectators
    let members = sample.targets.indices.filter { row in
      sample.targets[row] == target && spectators.allSatisfy { $0[row].isFinite }
    }
    guard !members.isEmpty else {
      throw WinnowError(.badData, "no event that shall be flat has a finite value of every spectator")
    }
    self.members = members
    groups = switch options.form {
    case .bins: Self.binned(members, sample, options.bins)
    case .neighbours: try Self.near(members, sample, options.neighbours, team)
    }
  }

  private static func binned(
    _ members: [Int], _ sample: BoostingSample, _ bins: Int
  ) -> [[Int]] {
    let weights = sample.weights.map(Float.init)
    let edges = sample.spectators.map {
      BinEdges(quantilesOf: $0, weights: weights, rows: members, bins: bins)
    }
    let groups = Dictionary(grouping: members) { row in
      zip(edges, sample.spectators).map { edges, column in
        edges.upper.firstIndex { column[row] <= $0 } ?? 0
      }
    }
    return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  /// The neighbours of events spread evenly over the class, in units of each spectator's width.
  private static func near(
    _ members: [Int], _ sample: BoostingSample, _ wanted: Int, _ team: ThreadTeam
  ) throws -> [[Int]] {
    let points = sample.spectators.map { column in
      let values = members.map { Double(column[$0]) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      let width = variance > 0 ? variance.squareRoot() : 1
      return values.map { Float(($0 - mean) / width) }
    }
    let step = max(1, (members.count + maximum - 1) / maximum)
    let centres = Array(stride(from: 0, to: members.count, by: step))
    let table = try NeighbourIndex(points).nearest(
      min(wanted, members.count), to: points.map { column in centres.map { column[$0] } },
      threads: team.threads)
    return centres.indices.map { query in table[query].map { members[Int($0.index)] } }
  }
}
