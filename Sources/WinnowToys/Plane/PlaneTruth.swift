import Foundation

/// The ROC curve of the exact likelihood ratio, by integration of both densities over a grid.
struct PlaneTruth {
  /// Shares of the classes in the cells, the most signal-like cells first, summed up.
  private let signal: [Double]
  private let background: [Double]

  /// - Complexity: O(cells²) densities.
  init(_ density: any PlaneDensity, cells: Int = 300) {
    let step = 2 * density.extent / Double(cells)
    func coordinate(_ i: Int) -> Double { (Double(i) + 0.5) * step - density.extent }
    var contents: [(signal: Double, background: Double)] = []
    contents.reserveCapacity(cells * cells)
    for i in 0..<cells {
      for j in 0..<cells {
        let point = Point(coordinate(i), coordinate(j))
        contents.append(
          (density.density(at: point, isSignal: true), density.density(at: point, isSignal: false)))
      }
    }
    contents.sort { $0.signal * $1.background > $1.signal * $0.background }
    signal = Self.cumulated(contents.map(\.signal))
    background = Self.cumulated(contents.map(\.background))
  }

  /// ∫ ε_S dε_B by trapezia.
  var auc: Double {
    zip(signal.indices, signal.indices.dropFirst()).reduce(0) { area, pair in
      let (i, j) = pair
      return area + (signal[i] + signal[j]) / 2 * (background[j] - background[i])
    }
  }

  var signalEfficiency: @Sendable (Double) -> Double {
    { [signal, background] wanted in
      guard let upper = background.firstIndex(where: { $0 >= wanted }), upper > 0 else {
        return wanted <= 0 ? 0 : 1
      }
      let width = background[upper] - background[upper - 1]
      let fraction = width > 0 ? (wanted - background[upper - 1]) / width : 1
      return signal[upper - 1] + fraction * (signal[upper] - signal[upper - 1])
    }
  }

  /// Running sums from 0 to 1.
  private static func cumulated(_ contents: [Double]) -> [Double] {
    let total = contents.reduce(0, +)
    var sum = 0.0
    return [0] + contents.map {
      sum += $0
      return sum / total
    }
  }
}
