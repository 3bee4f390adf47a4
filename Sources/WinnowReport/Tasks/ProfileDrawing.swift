import Foundation
import WinnowEvaluation

/// Bias and resolution of all methods, and of the raw estimate, on one target in bins of quantities.
struct ProfileDrawing {
  private struct Curve {
    let name: String
    let ink: Ink
    let profiles: [DeviationProfile]
  }

  private let target: TargetFigures
  private let curves: [Curve]
  private let stem: String

  init(_ summary: RegressionSummary, target index: Int, stem: String) {
    let target = summary.targets[index]
    self.target = target
    self.stem = stem
    curves = summary.methods.enumerated().map {
      Curve(name: $1.name, ink: .method($0), profiles: $1.targets[index].profiles)
    } + summary.raw.filter { $0.target == target.name }.map {
      Curve(name: "raw estimate", ink: .raw, profiles: $0.profiles)
    }
  }

  /// Linearity, then one page for each quantity.
  var plots: [Plot] {
    let quantities = curves.first?.profiles ?? []
    let pages = quantities.indices.map { page($0, quantities[$0]) }
    let own = quantities.firstIndex { $0.role == .target && $0.quantity == target.name }
    return (own.map { [linearity($0)] } ?? []) + pages
  }

  private func page(_ index: Int, _ quantity: DeviationProfile) -> Plot {
    let x = Axis.bins(quantity.quantity + quantity.unit.bracketed, quantity.edges)
    func panel(_ name: String, _ legend: Legend, _ figure: (DeviationProfile) -> [Measured]) -> Panel {
      self.panel(name, x: x, index: index, legend: legend, figure)
    }
    return Plot(
      name: "\(stem)-\(index + 1)", title: "\(target.name) in bins of \(quantity.quantity)",
      description: "Bias, RMS and σ_eff of \(target.name) in bins of \(quantity.quantity) for "
        + curves.map(\.name).joined(separator: ", ") + ", with errors.",
      layout: Plot.Layout(columns: 3, width: 360, height: 300),
      panels: [
        panel("Bias", .top(rows: 3)) { $0.bias }, panel("RMS", .none) { $0.rms },
        panel("σ_eff", .none) { $0.sigmaEff },
      ])
  }

  private func panel(
    _ name: String, x: Axis, index: Int, legend: Legend,
    _ figure: (DeviationProfile) -> [Measured]
  ) -> Panel {
    let drawn = curves.flatMap { curve in
      series(curve, curve.profiles[index].centers, figure(curve.profiles[index]))
    }
    let ends = drawn.flatMap { series in
      series.rows.flatMap { Array($0.dropFirst()) }
    }
    return Panel(
      x: x,
      y: .covering(
        "\(name) of \(target.name)\(target.unit.bracketed)", ends.filter(\.isFinite), below: 0.08,
        above: legend == .none ? 0.1 : 0.6),
      legend: legend, series: drawn)
  }

  /// Points with errors, joined by a line.
  private func series(_ curve: Curve, _ centers: [Measured], _ figures: [Measured]) -> [Series] {
    let rows = zip(centers, figures).filter { $0.isDefined && $1.isDefined }.map { x, y in
      let error = y.error.isFinite ? y.error : 0
      return [x.value, y.value, y.value - error, y.value + error]
    }
    return [
      Series(
        curve.name, .line, curve.ink, columns: ["quantity", "value"],
        rows: rows.map { Array($0[0...1]) }),
      Series(
        .points(filled: true), curve.ink, columns: ["quantity", "value", "low", "high"], rows: rows),
    ]
  }

  /// The mean prediction against the mean target in bins of the target.
  private func linearity(_ index: Int) -> Plot {
    let edges = curves[0].profiles[index].edges
    let drawn = curves.flatMap { curve in
      let profile = curve.profiles[index]
      return series(
        curve, profile.centers,
        zip(profile.centers, profile.bias).map { Measured($0.value + $1.value, $1.error) })
    }
    let x = Axis.bins(target.trueLabel, edges)
    let ends = [x.range.lowerBound, x.range.upperBound]
    return Plot(
      name: "\(stem)-linearity", title: "Linearity: mean prediction of \(target.name)",
      description: "Mean prediction against mean target of \(target.name) in bins of the target for "
        + curves.map(\.name).joined(separator: ", ") + "; the dotted line is the perfect one.",
      panels: [
        Panel(
          x: x, y: predictions(drawn, beside: x),
          legend: .top(rows: 3),
          series: [Series(.line, .guide, columns: ["target", "target"], rows: ends.map { [$0, $0] })]
            + drawn)
      ])
  }

  /// On the scale of the targets, with room for the legend.
  private func predictions(_ drawn: [Series], beside x: Axis) -> Axis {
    let values = drawn.flatMap { series in series.rows.map { $0[1] } }.filter(\.isFinite)
      + [x.range.lowerBound, x.range.upperBound]
    let label = "Mean prediction\(target.unit.bracketed)"
    guard x.scale == .logarithmic, let low = values.min(), let high = values.max(), low > 0 else {
      return .covering(label, values, above: 0.25)
    }
    return Axis(label, low...(high * pow(high / low, 0.25)), scale: .logarithmic)
  }
}

extension TargetFigures {
  /// For an axis of true values; a name that says so already is not told twice.
  var trueLabel: String {
    let isTold = column.name.lowercased().hasPrefix("true")
    return (isTold ? column.name : "True \(column.name)") + column.unit.bracketed
  }
}

extension Ink {
  /// Of an estimate that is no method's.
  static let raw = Ink("#555555", dash: [3, 3])
}
