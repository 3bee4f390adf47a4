import Foundation
import WinnowMath

extension Histogram {
  /// The corners of its outline, from the axis and back to it.
  ///
  /// - Parameter floor: stands for what is below it, since a logarithm knows no zero.
  func steps(floor: Double = -.infinity) -> [[Double]] {
    let base = max(0, floor)
    let bins = (0..<count).flatMap { bin in
      let content = max(floor, contents[bin])
      return [[edges[bin], content], [edges[bin + 1], content]]
    }
    return [[edges[0], base]] + bins + [[edges[count], base]]
  }

  /// Centre, content and error interval of each bin that was filled.
  func points(floor: Double = -.infinity) -> [[Double]] {
    (0..<count).compactMap { bin in
      let (value, error) = (contents[bin], squares[bin].squareRoot())
      guard squares[bin] > 0, value > floor else { return nil }
      let center = (edges[bin] + edges[bin + 1]) / 2
      return [center, value, max(floor, value - error), value + error]
    }
  }

  /// The error bars of the bins that were filled, without points.
  func errorBars(_ ink: Ink) -> Series {
    Series(
      .errors, ink, columns: ["center", "low", "high"],
      rows: points().map { [$0[0], $0[2], $0[3]] })
  }

  /// The highest content plus error.
  var peak: Double { zip(contents, errors).map(+).filter(\.isFinite).max() ?? 0 }
  var lowest: Double { contents.filter(\.isFinite).min() ?? 0 }
  var smallestPositive: Double? { contents.filter { $0 > 0 && $0.isFinite }.min() }

  /// The part of Σw outside the range.
  var fractionOutside: Double {
    let total = sum + underflow + overflow
    return total == 0 ? 0 : (underflow + overflow) / total
  }
}

extension Axis {
  /// Numbers beyond this are no data that a picture could show.
  private static let largest = 1e30

  /// An axis of densities with headroom above for legend and notes.
  static func density(_ label: String, of histograms: [Histogram], headroom: Double) -> Axis {
    let lowest = max(-largest, min(0, histograms.map(\.lowest).min() ?? 0))
    return Axis(label, (lowest < 0 ? 1.1 * lowest : 0)...(top(of: histograms) * headroom))
  }

  /// The same on a logarithmic scale, over at most five powers of ten of data.
  static func logarithmicDensity(
    _ label: String, of histograms: [Histogram], headroom: Double
  ) -> Axis {
    let top = top(of: histograms)
    let smallest = histograms.compactMap(\.smallestPositive).min() ?? top
    let floor = max(top * 1e-5, min(smallest, top / 10) / 2)
    return Axis(label, floor...(top * pow(top / floor, headroom - 1)), scale: .logarithmic)
  }

  private static func top(of histograms: [Histogram]) -> Double {
    let peak = histograms.map(\.peak).max() ?? 0
    return peak > 1 / largest ? min(largest, peak) : 1
  }

  /// Where a value stands between the ends of the axis, 0 … 1.
  func place(of value: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    return scale == .linear
      ? (value - low) / (high - low) : log(max(value, low) / low) / log(high / low)
  }

  /// An axis of values; the unit follows in brackets.
  static func quantity(_ name: String, unit: String?, of histograms: [Histogram]) -> Axis {
    covering(name + unit.bracketed, histograms.first?.edges ?? [])
  }

  /// An axis over the values that are finite, with margins as fractions of their spread.
  static func covering(
    _ label: String, _ values: [Double], below: Double = 0, above: Double = 0
  ) -> Axis {
    let drawable = values.filter { abs($0) <= largest }
    guard let low = drawable.min(), let high = drawable.max() else { return Axis(label, 0...1) }
    let spread = high - low
    let least = max(1e-6 * max(abs(low), abs(high)), 1 / largest)
    guard spread > least else {
      let half = low == 0 ? 0.5 : 0.1 * abs(low) + least
      return Axis(label, (low - half)...(high + half))
    }
    return Axis(label, (low - below * spread)...(high + above * spread))
  }
}

extension Axis {
  /// Of bins of equal weight; logarithmic where half of them would crowd in the first eighth of a linear
  /// axis, as under a spectrum that falls over powers of ten.
  static func bins(_ label: String, _ edges: [Double]) -> Axis {
    guard let low = edges.first, let high = edges.last, low > 0, high.isFinite,
      edges[edges.count / 2] - low < (high - low) / 8
    else { return .covering(label, edges) }
    return Axis(label, low...high, scale: .logarithmic)
  }
}

extension String? {
  /// “ [GeV]”, or nothing.
  var bracketed: String { flatMap { $0.isEmpty ? nil : " [\($0)]" } ?? "" }
  /// “ [1/GeV]”, or nothing.
  var inverseBracketed: String { flatMap { $0.isEmpty ? nil : " [1/\($0)]" } ?? "" }
}
