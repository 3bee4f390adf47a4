import Foundation
import WinnowMath
import WinnowNeighbours

/// The neighbours of one event and how much each counts, around the event as origin.
struct KNNVote {
  private let memory: KNNMemory
  private let points: [Int]
  /// w K of each neighbour.
  private let weights: [Double]
  private let columns: [[Float]]
  private let event: Int
  /// Σ w K.
  let total: Double

  /// - Parameters:
  ///   - points: the neighbours, and how much each counts by its distance.
  ///   - columns: the events' coordinates.
  init(
    _ memory: KNNMemory, _ points: [Int], _ votes: [Double], of columns: [[Float]], event: Int
  ) {
    self.memory = memory
    self.points = points
    weights = zip(points, votes).map { memory.weights[$0] * $1 }
    self.columns = columns
    self.event = event
    total = weights.reduce(0, +)
  }

  private var inputs: Int { memory.index.dimensions }
  /// `[neighbour][input]`: x_i − x.
  private func offsets() -> [[Double]] {
    points.map { point in
      columns.indices.map { Double(memory.index.coordinate($0, of: point)) - Double(columns[$0][event]) }
    }
  }
  private func value(_ output: Int, _ i: Int) -> Double { Double(memory.values[output][points[i]]) }

  /// Σ w K v / Σ w K; that of the whole sample where Σ w K ≤ 0.
  func average(_ output: Int) -> Double {
    guard total > 0 else { return memory.average[output] }
    return points.indices.reduce(0) { $0 + weights[$1] * value(output, $1) } / total
  }

  /// The average, limited to [0, 1] where it is a fraction.
  func limitedAverage(_ output: Int) -> Double { memory.limited(average(output)) }

  /// Variance of the weighted mean from the neighbours' own spread, Σ (w K)² (v − y)² / (Σ w K)²;
  /// NaN where Σ w K ≤ 0.
  func variance(_ output: Int) -> Double {
    guard total > 0 else { return .nan }
    let mean = average(output)
    return points.indices.reduce(0) { sum, i in
      let term = weights[i] * (value(output, i) - mean)
      return sum + term * term
    } / (total * total)
  }

  /// The value at the event of the straight plane through the neighbours by weighted least squares;
  /// the average where they do not determine one.
  func linear(_ output: Int) -> Double {
    guard total > 0 else { return memory.average[output] }
    let offsets = offsets()
    let all = Array(points.indices), mean = centre(of: all, sum: total, offsets), average = average(output)
    let products = (0..<inputs).map { j in
      all.reduce(0) { $0 + weights[$1] * (offsets[$1][j] - mean[j]) * (value(output, $1) - average) }
        / total
    }
    let spread = Self.stabilized(covariance([(all, mean)], offsets))
    guard let slopes = spread.solve(products) else { return average }
    return average - zip(slopes, mean).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The probability of signal from two Gaussians of common covariance, fitted to the neighbours of
  /// either class; the average where they do not determine them.
  func fisher() -> Double {
    let signal = points.indices.filter { value(0, $0) == 1 }
    let background = points.indices.filter { value(0, $0) == 0 }
    let sums = [signal, background].map { $0.reduce(0) { $0 + weights[$1] } }
    guard sums[0] > 0, sums[1] > 0 else { return average(0) }
    let offsets = offsets()
    let means = [
      centre(of: signal, sum: sums[0], offsets), centre(of: background, sum: sums[1], offsets),
    ]
    let within = Self.stabilized(
      covariance([(signal, means[0]), (background, means[1])], offsets))
    guard let direction = within.solve(zip(means[0], means[1]).map { $0 - $1 }) else {
      return average(0)
    }
    let middle = zip(means[0], means[1]).map { ($0 + $1) / 2 }
    let odds = log(sums[0] / sums[1]) - zip(direction, middle).reduce(0) { $0 + $1.0 * $1.1 }
    return 1 / (1 + exp(-odds))
  }

  private func centre(of members: [Int], sum: Double, _ offsets: [[Double]]) -> [Double] {
    (0..<inputs).map { j in members.reduce(0) { $0 + weights[$1] * offsets[$1][j] } / sum }
  }

  /// Σ w K (z − m)(z − m)ᵀ / Σ w K, each group around its own mean.
  private func covariance(
    _ groups: [(members: [Int], mean: [Double])], _ offsets: [[Double]]
  ) -> SymmetricMatrix {
    SymmetricMatrix(order: inputs) { a, b in
      groups.reduce(0) { sum, group in
        group.members.reduce(sum) { sum, i in
          sum + weights[i] * (offsets[i][a] - group.mean[a]) * (offsets[i][b] - group.mean[b])
        }
      } / total
    }
  }

  /// One part in 10⁶ more on the diagonal: neighbours in a plane fix no slope across it.
  private static func stabilized(_ matrix: SymmetricMatrix) -> SymmetricMatrix {
    SymmetricMatrix(order: matrix.order) { matrix[$0, $1] * ($0 == $1 ? 1 + 1e-6 : 1) }
  }
}
