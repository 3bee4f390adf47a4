import Foundation
import WinnowMath

/// q(y) from kernel estimates of the densities of both classes.
///
/// The ratio of two densities is the same in any rising function of the response, so it is taken in
/// z = Φ⁻¹(R), R being the rank of the response among both classes, each weighing one half: together they
/// follow a unit Gaussian there, and one bandwidth h = ¾ n^(−1/5) fits everywhere, n the smaller n_eff of
/// the classes. The density of a class is Σ w φ((z − z_i)/h)/(h Σw), never below 0, plus half an event in
/// each stretch h of the whole, so that no probability is exactly 0 or 1; its variance is Σw²(φ − ⟨φ⟩)²
/// with the weighted mean ⟨φ⟩ (Silverman, Density Estimation, Chapman and Hall 1986, §2.4).
///
/// It assumes that q is smooth; beside a step it is too flat by about one bandwidth. The errors are those of
/// the smoothed ratio: what the smoothing takes off is not in them.
public struct KernelDensityRatio: GroupedCalibration, Hashable {
  public static var name: String { "density ratio (kernels)" }

  public let curve: SignalProbability
  /// h, in standard deviations of the ranks.
  public let bandwidth: Double

  public var parameters: [String: Double] { ["bandwidth": bandwidth] }

  /// - Returns: nil for fewer than three different responses.
  /// - Complexity: O(steps).
  public init?(fittedTo steps: ResponseSteps) { self.init(fittedTo: ResponseGroups(steps)) }

  init?(fittedTo groups: ResponseGroups) {
    guard groups.count >= 3 else { return nil }
    bandwidth = 0.75 * pow(min(groups.effectiveSignal, groups.effectiveBackground), -0.2)
    let ranks = groups.normalRanks
    let grid = KernelGrid(covering: ranks, bandwidth: bandwidth)
    let signal = grid.density(of: groups.signal, at: ranks)
    let background = grid.density(of: groups.background, at: ranks)
    guard let curve = Self.curve(grid, ranks, groups.response, signal, background) else { return nil }
    self.curve = curve
  }

  public func balanced(at response: Double) -> Double { curve.balanced(at: response) }

  /// q at the responses of the points of the grid.
  private static func curve(
    _ grid: KernelGrid, _ ranks: [Double], _ responses: [Double], _ signal: [WeightSum],
    _ background: [WeightSum]
  ) -> SignalProbability? {
    var response: [Double] = [], balanced: [Double] = [], error: [Double] = []
    var group = 0
    for (point, rank) in grid.points.enumerated() {
      while group + 2 < ranks.count, ranks[group + 1] < rank { group += 1 }
      let width = ranks[group + 1] - ranks[group]
      let share = width > 0 ? min(1, max(0, (rank - ranks[group]) / width)) : 0
      let y = responses[group] + share * (responses[group + 1] - responses[group])
      if let last = response.last, y <= last { continue }
      let q = ClassShares(signal: signal[point], background: background[point])
      response.append(y)
      balanced.append(q.balanced)
      error.append(q.error)
    }
    return response.isEmpty
      ? nil : SignalProbability(response: response, balanced: balanced, error: error)
  }
}

/// Points a quarter of a bandwidth apart.
private struct KernelGrid {
  let points: [Double]
  private let step: Double
  private let bandwidth: Double
  /// The Gaussian at whole steps, out to four bandwidths; it adds up to one.
  private let kernel: [Double]

  private static let reach = 16

  init(covering ranks: [Double], bandwidth: Double) {
    let step = bandwidth / 4, first = ranks[0]
    let count = Int(((ranks[ranks.count - 1] - first) / step).rounded(.up)) + 1
    points = (0..<count).map { first + Double($0) * step }
    self.step = step
    self.bandwidth = bandwidth
    let raw = (-Self.reach...Self.reach).map { exp(-Double($0 * $0) / 32) }
    let total = raw.reduce(0, +)
    kernel = raw.map { $0 / total }
  }

  /// Shares of one class at each point, in units of the pooled density of the whole.
  func density(of weights: [WeightSum], at ranks: [Double]) -> [WeightSum] {
    var cells = [WeightSum](repeating: WeightSum(), count: points.count + 1)
    var total = WeightSum()
    for (rank, weight) in zip(ranks, weights) {
      let place = (rank - points[0]) / step, cell = min(points.count - 1, Int(place))
      let upper = place - Double(cell)
      cells[cell] += WeightSum(
        sum: (1 - upper) * weight.sum, squares: (1 - upper) * weight.squares)
      cells[cell + 1] += WeightSum(sum: upper * weight.sum, squares: upper * weight.squares)
      total += weight
    }
    // Half an event of this class in each bandwidth of a unit Gaussian of ranks.
    let half = total.squares / total.sum / 2
    let scale = 1 / (total.sum + half / bandwidth)
    return points.indices.map { point in
      var sum = 0.0, squares = 0.0, cross = 0.0
      let lower = max(0, point - Self.reach), upper = min(points.count, point + Self.reach)
      for cell in lower...upper {
        let k = kernel[cell - point + Self.reach]
        sum += k * cells[cell].sum
        squares += k * k * cells[cell].squares
        cross += k * cells[cell].squares
      }
      let share = sum / total.sum
      let variance = max(0, squares - share * (2 * cross - share * total.squares))
      let z = points[point]
      let floor = half / 4 * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      return scale * WeightSum(sum: max(0, sum) + floor, squares: variance + floor * floor)
    }
  }
}

extension ResponseGroups {
  /// Φ⁻¹ of the rank of each group, by its share of statistical weight; rising.
  fileprivate var normalRanks: [Double] {
    let totals = [signal, background].map { $0.reduce(0) { $0 + $1.squares } }
    var below = 0.0
    return (0..<count).map { k in
      let share = (signal[k].squares / totals[0] + background[k].squares / totals[1]) / 2
      defer { below += share }
      return SpecialFunctions.normalQuantile(min(1 - 1e-12, max(1e-12, below + share / 2)))
    }
  }
}
