import Foundation
import WinnowEvaluation

/// ROC curves of several methods in one picture.
struct ROCDrawing {
  /// Name with curve and area, best first.
  let curves: [(name: String, curve: ROCCurve, auc: Measured)]

  /// Background rejection 1 − ε_B against signal efficiency.
  var rejection: Plot {
    plot(
      name: "roc", title: "Background rejection against signal efficiency",
      y: Axis("Background rejection (1 − background efficiency)", 0...1.02), legend: .bottomLeft,
      bands: bands { background in 1 - background })
  }

  /// The same under a name of its own, where a report has several.
  func rejection(of what: String, name: String) -> Plot {
    plot(
      name: name, title: "Background rejection against signal efficiency: \(what)",
      y: Axis("Background rejection (1 − background efficiency)", 0...1.02), legend: .bottomLeft,
      bands: bands { background in 1 - background })
  }

  /// 1/ε_B on a logarithmic axis.
  var inverse: Plot {
    let bands = bands { background in background > 0 ? 1 / background : .nan }
    let finite = bands.flatMap { $0 }.filter { $0[0] >= 0.05 }.map { $0[1] }.filter(\.isFinite)
    let top = max(20, min(1e6, finite.max() ?? 100))
    return plot(
      name: "roc-inverse", title: "Inverse background efficiency against signal efficiency",
      y: Axis("1 / background efficiency", 1...(top * 2), scale: .logarithmic), legend: .topRight,
      bands: bands)
  }

  private func plot(
    name: String, title: String, y: Axis, legend: Legend, bands: [[[Double]]]
  ) -> Plot {
    let series = bands.enumerated().flatMap { index, rows -> [Series] in
      let inside = rows.filter { $0.allSatisfy(\.isFinite) }
      func limited(_ value: Double) -> Double {
        min(y.range.upperBound, max(y.range.lowerBound, value))
      }
      return [
        Series(
          .band, .method(index), columns: ["signal", "low", "high"],
          rows: inside.map { [$0[0], limited($0[2]), limited($0[3])] }),
        Series(
          entry(index), .line, .method(index), columns: ["signal", "value"],
          rows: inside.map { [$0[0], $0[1]] }),
      ]
    }
    let isClear = isClear(legend, of: series, y: y)
    return Plot(
      name: name, title: title,
      description: "\(title) for \(curves.map(\.name).joined(separator: ", ")); bands show one "
        + "standard deviation.",
      layout: Plot.Layout(width: isClear ? 600 : 960, height: 480),
      panels: [
        Panel(
          x: Axis("Signal efficiency", 0...1), y: y, legend: isClear ? legend : .beside,
          series: series)
      ])
  }

  private func entry(_ index: Int) -> String {
    "\(curves[index].name.fitted(to: 30)): AUC \(FigureFormat.measured(curves[index].auc))"
  }

  /// Whether a legend inside the axes would cover no curve; otherwise it stands beside them.
  private func isClear(_ legend: Legend, of series: [Series], y: Axis) -> Bool {
    let longest = curves.indices.map { entry($0).displayWidth }.max() ?? 0
    // A letter is about 7.5 points wide, a line 23 high; the axes measure about 490 by 390.
    let width = (75 + 7.5 * Double(longest)) / 490
    let height = (20 + 23 * Double(curves.count)) / 390
    return !series.flatMap(\.rows).contains { row in
      let place = row.dropFirst().map(y.place(of:))
      return legend == .bottomLeft
        ? row[0] < width && (place.min() ?? 1) < height
        : row[0] > 1 - width && (place.max() ?? 0) > 1 - height
    }
  }

  /// Rows of signal efficiency, value, lowest, highest for each curve.
  ///
  /// The band carries both errors along the vertical axis: σ² = σ_B² + (dε_B/dε_S)² σ_S².
  private func bands(_ value: (Double) -> Double) -> [[[Double]]] {
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

  /// Over one standard deviation of the signal efficiency to either side: between neighbouring points it
  /// would be that of a few events.
  private static func slope(of curve: ROCCurve, at index: Int) -> Double {
    let reach = curve.signalError[index], here = curve.signal[index]
    var before = max(0, index - 1), after = min(curve.signal.count - 1, index + 1)
    while before > 0, here - curve.signal[before] < reach { before -= 1 }
    while after + 1 < curve.signal.count, curve.signal[after] - here < reach { after += 1 }
    let run = curve.signal[after] - curve.signal[before]
    return run == 0 ? 0 : (curve.background[after] - curve.background[before]) / run
  }
}
