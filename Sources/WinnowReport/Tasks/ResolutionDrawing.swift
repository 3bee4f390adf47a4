import WinnowEvaluation

/// Mean response and resolution against the true energy, with the fitted curves.
struct ResolutionDrawing {
  private let target: TargetFigures
  private let entries: [ResolutionEntry]

  /// Nil for a target that is no energy.
  init?(_ summary: RegressionSummary, target index: Int) {
    target = summary.targets[index]
    entries = ResolutionEntry.all(summary, target: index)
    if entries.isEmpty { return nil }
  }

  func plot(named name: String) -> Plot {
    Plot(
      name: name, title: "Linearity and resolution: \(target.name)",
      description: "Mean of prediction over target, and its relative width with the fitted curve "
        + "a/√E ⊕ b/E ⊕ c, against the true \(target.name) for "
        + entries.map(\.name).joined(separator: ", ") + ".",
      layout: Plot.Layout(columns: 2, width: 480, height: 360),
      panels: [
        panel("Mean response", legend: .top(rows: 3), { $0.response }, line: Self.joined),
        panel("σ_eff/E", legend: .none, { $0.resolution }, line: Self.curve),
      ])
  }

  private func panel(
    _ label: String, legend: Legend, _ figures: (ResolutionCurve) -> [Measured],
    line: (ResolutionCurve) -> [[Double]]
  ) -> Panel {
    let series = entries.flatMap { entry in
      [
        Series(
          entry.name, .line, entry.ink, columns: ["energy", "value"], rows: line(entry.curve)),
        Series(
          .points(filled: true), entry.ink, columns: ["energy", "value", "low", "high"],
          rows: zip(entry.curve.energies, figures(entry.curve)).filter { $1.isDefined }.map {
            [$0.value, $1.value, $1.value - $1.error, $1.value + $1.error]
          }),
      ]
    }
    let heights = series.flatMap { $0.rows.flatMap { Array($0.dropFirst()) } }.filter(\.isFinite)
    return Panel(
      x: .bins(target.trueLabel, entries[0].curve.edges),
      y: .covering(label, heights, below: 0.08, above: legend == .none ? 0.1 : 0.6),
      legend: legend, series: series)
  }

  private static func joined(_ curve: ResolutionCurve) -> [[Double]] {
    zip(curve.energies, curve.response).filter { $1.isDefined }.map { [$0.value, $1.value] }
  }

  private static func curve(_ curve: ResolutionCurve) -> [[Double]] {
    let energies = curve.energies.map(\.value).filter(\.isFinite)
    guard let low = energies.first, let high = energies.last, low > 0 else { return [] }
    // Even steps in 1/√E, where the curve bends least.
    return (0...60).map { step in
      let root = 1 / low.squareRoot() * Double(60 - step) / 60 + 1 / high.squareRoot() * Double(step) / 60
      let energy = 1 / (root * root)
      return [energy, curve.value(at: energy)]
    }
  }
}
