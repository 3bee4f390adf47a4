import Foundation
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowNeighbours

/// A Gaussian kernel estimate, f(x) = Σ w φ((x − x_i)/h_i)/h_i / Σw, on a fine grid.
///
/// h = 1.06 σ n^(−1/5) times a factor, with n the effective number of events. Adaptive kernels have
/// h_i = h √(g/f(x_i)), with f the estimate of fixed width and g its geometric mean over the events.
/// Kernels by neighbours have h_i = d_k(x_i) times the factor, with d_k the distance of the k-th nearest
/// event. Events are shared between the two nearest points of the grid beforehand, and widths are those
/// at the points of the grid.
///
/// Sums over the grid cost at most 10⁶ kernels whatever the number n of events. Sums over the events
/// within reach of each point, found by radius, would cost 1025 n · 12 h / range: for 10⁵ Gaussian events
/// over 8 σ 1.7·10⁷.
///
/// Reference: B. W. Silverman, Density Estimation (1986), §§2.6, 3.4.2, 5.3; K. Cranmer, hep-ex/0011057;
/// L. Breiman, W. Meisel and E. Purcell, Technometrics 19 (1977) 135.
struct KernelEstimate {
  private static let points = 1025

  private let values: InputValues
  private let border: LikelihoodBorder
  private let x: [Double]
  /// Weight at each point of the grid.
  private var weights = [Double](repeating: 0, count: points)
  private(set) var heights = [Double](repeating: 0, count: points)

  /// - Throws: `badConfiguration` for fewer events than neighbours are wanted.
  init(of values: InputValues, _ parameters: LikelihoodParameters) throws {
    self.values = values
    border = parameters.border
    let step = (values.upper - values.lower) / Double(Self.points - 1)
    x = (0..<Self.points).map { values.lower + Double($0) * step }
    for (value, weight) in zip(values.values, values.weights) {
      let place = (value - values.lower) / step
      let left = min(Self.points - 2, Int(place))
      let share = place - Double(left)
      weights[left] += weight * (1 - share)
      weights[left + 1] += weight * share
    }
    if parameters.neighbors > 0 {
      heights = estimate(widths: try distances(parameters).map { max(step, $0) })
      return
    }
    let rule = 1.06 * values.deviation * pow(values.effectiveCount, -0.2) * parameters.bandwidth
    let width = max(rule, step)
    heights = estimate(widths: Array(repeating: width, count: Self.points))
    if parameters.adaptive { heights = estimate(widths: adapted(width, atLeast: step)) }
  }

  var curve: DensityCurve? {
    DensityCurve(x: x, unnormalized: heights, events: values.effectiveCount)
  }

  /// The distance of the k-th nearest event from each point of the grid, times the factor.
  private func distances(_ parameters: LikelihoodParameters) throws -> [Double] {
    let table = try NeighbourIndex([values.values.map { Float($0) }])
      .nearest(parameters.neighbors, to: [x.map { Float($0) }])
    return (0..<table.count).map { point in
      table[point].reduce(0) { max($0, $1.distance) } * parameters.bandwidth
    }
  }

  private func adapted(_ width: Double, atLeast step: Double) -> [Double] {
    let used = weights.indices.filter { weights[$0] > 0 && heights[$0] > 0 }
    let total = used.reduce(0) { $0 + weights[$1] }
    let mean = exp(used.reduce(0) { $0 + weights[$1] * log(heights[$1]) } / total)
    return heights.map { $0 > 0 ? max(step, width * (mean / $0).squareRoot()) : width }
  }

  private func estimate(widths: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: Self.points)
    for i in x.indices where weights[i] != 0 {
      let width = widths[i], centre = x[i]
      var factor = weights[i] / width
      if border == .renormalize { factor /= share(inside: centre, width) }
      add(factor, centre, width, to: &sum)
      if border == .mirror {
        add(factor, 2 * values.lower - centre, width, to: &sum)
        add(factor, 2 * values.upper - centre, width, to: &sum)
      }
    }
    return sum
  }

  /// The part of a kernel that lies within the range.
  private func share(inside centre: Double, _ width: Double) -> Double {
    SpecialFunctions.normalCDF((values.upper - centre) / width)
      - SpecialFunctions.normalCDF((values.lower - centre) / width)
  }

  /// Adds one kernel, cut off at six widths.
  private func add(_ factor: Double, _ centre: Double, _ width: Double, to sum: inout [Double]) {
    let step = x[1] - x[0], last = Double(Self.points - 1)
    let first = ((centre - 6 * width - values.lower) / step).rounded(.up)
    let end = ((centre + 6 * width - values.lower) / step).rounded(.down)
    if first > last || end < 0 { return }
    for k in Int(max(0, first))...Int(min(last, end)) {
      let t = (x[k] - centre) / width
      sum[k] += factor * exp(-t * t / 2)
    }
  }
}
