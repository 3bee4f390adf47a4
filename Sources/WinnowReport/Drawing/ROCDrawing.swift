import Foundation
import WinnowEvaluation

/// ROC curves of several methods in one picture.
struct ROCDrawing {
  /// Name with curve and area, best first.
  let curves: [(name: String, curve: ROCCurve, auc: Measured)]

  /// Background rejection 1 − ε_B against signal efficiency.
  var rejection: Plot {
    let band = points { background in 1 - background }
    return plot(
      name: "roc", title: "Background rejection against signal efficiency",
      y: Axis("Background rejection (1 − background efficiency)", 0...1.02), legend: legend(.bottomLeft), bands: band)
  }

  /// 1/ε_B on a logarithmic axis.
  var inverse: Plot {
    let bands = points { background in background > 0 ? 1 / background : .nan }
    let finite = bands.flatMap { $0 }.filter { $0[0] >= 0.05 }.map { $0[1] }.filter(\.isFinite)
    let top = max(20, min(1e6, finite.max() ?? 100))
    return plot(
      name: "roc-inverse", title: "Inverse background efficiency against signal efficiency",
      y: Axis("1 / background efficiency", 1...(top * 2), scale: .logarithmic), legend: legend(.topRight), bands: bands)
  }

  /// Inside while it stays clear of the curves.
  private func legend(_ inside: Legend) -> Legend { curves.count > 8 ? .beside : inside }

  private func plot(
    name: String, title: String, y: Axis, legend: Legend, bands: [[[Double]]]
  ) -> Plot {
    let series = bands.enumerated().flatMap { index, rows -> [Series] in
      let ink = Ink.method(index)
      let inside = rows.filter { $0.allSatisfy(\.isFinite) }
      let floor = y.range.lowerBound, top = y.range.upperBound
      return [
        Series(
          .band, ink, columns: ["signal", "low", "high"],
          rows: inside.map { [$0[0], min(top, max(floor, $0[2])), min(top, max(floor, $0[3]))] }),
        Series(
          "\(curves[index].name): AUC \(FigureFormat.measured(curves[index].auc))", .line, ink,
          columns: ["signal", "value"], rows: inside.map { [$0[0], $0[1]] }),
      ]
    }
    return Plot(
      name: name, title: title,
      description: "\(title) for \(curves.map(\.name).joined(separator: ", ")); bands show one "
        + "standard deviation.",
      layout: Plot.Layout(width: curves.count > 8 ? 900 : 600, height: 480),
      panels: [Panel(x: Axis("Signal efficiency", 0...1), y: y, legend: legend, series: series)])
  }

  /// Rows of signal efficiency, value, lowest, highest for each curve.
  ///
  /// The band carries both errors along the vertical axis: σ² = σ_B² + (dε_B/dε_S)² σ_S².
  private func points(_ value: (Double) -> Double) -> [[[Double]]] {
    curves.map { entry in
      let curve = entry.curve
      return curve.signal.indices.map { index in
        let background = curve.background[index]
        let slope = Self.slope(of: curve, at: index)
        let error = hypot(curve.backgroundError[index], slope * curve.signalError[index])
        let ends = [value(max(0, background - error)), value(background + error)]
        let center = value(background)
        // One standard deviation below zero background knows no inverse: the band ends at the curve.
        let low = min(ends[1], center), high = ends[0].isFinite ? max(ends[0], center) : center
        return [curve.signal[index], center, low, high]
      }
    }
  }

  private static func slope(of curve: ROCCurve, at index: Int) -> Double {
    let (before, after) = (max(0, index - 1), min(curve.signal.count - 1, index + 1))
    let run = curve.signal[after] - curve.signal[before]
    return run == 0 ? 0 : (curve.background[after] - curve.background[before]) / run
  }
}
