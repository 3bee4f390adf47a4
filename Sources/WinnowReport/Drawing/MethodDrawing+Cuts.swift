import WinnowEvaluation

extension MethodDrawing {
  /// Efficiencies, purity and significance against the cut, with the best cut marked.
  var cutEfficiencies: Plot {
    let scan = method.figures.cuts
    let peak = scan.significance.filter(\.isFinite).max() ?? 0
    let right = Axis.covering("Significance S/√(S+B)", [0, peak > 0 ? peak : 1], above: 0.42)
    return Plot(
      name: "cuts-\(stem)", title: "Cut on the response of \(method.name)",
      description: "Signal and background efficiency, purity and significance against the cut on "
        + "the response of \(method.name), for \(expectation).",
      layout: Plot.Layout(width: 520, height: 380),
      panels: [
        Panel(
          x: .covering("Cut on the response of \(method.name)", scan.cut),
          y: Axis("Efficiency, purity", 0...1.42), right: right, legend: .top(rows: 2), notes: cutNotes,
          series: cutSeries)
      ])
  }

  private var expectation: String {
    let scan = method.figures.cuts
    return "S = \(FigureFormat.number(scan.expectedSignal)), "
      + "B = \(FigureFormat.number(scan.expectedBackground))"
  }

  private var cutNotes: [Note] {
    let best = method.figures.cuts.best
    guard best.cut.isFinite else { return [Note(expectation, x: 0.04, y: 0.76)] }
    let text = "\(expectation): best cut \(FigureFormat.number(best.cut, digits: 3)), "
      + "S/√(S+B) = \(FigureFormat.measured(best.significance))"
    return [Note(text, x: 0.04, y: 0.76)]
  }

  private var cutSeries: [Series] {
    let scan = method.figures.cuts
    func curve(
      _ title: String, _ ink: Ink, _ values: [Double], right: Bool = false
    ) -> Series {
      Series(
        title, .line, ink, columns: ["cut", "value"], rows: zip(scan.cut, values).map { [$0, $1] },
        usesRightAxis: right)
    }
    let best = scan.best.cut.isFinite
      ? [Series.vertical("", at: scan.best.cut, from: 0, to: 1, .guide)] : []
    return [
      curve("Signal efficiency", Ink("#1f5fa8", width: 2), scan.signalEfficiency),
      curve("Background efficiency", Ink("#c8102e", dash: [8, 4], width: 2),
        scan.backgroundEfficiency),
      curve("Signal purity", Ink("#000000", dash: [2, 3]), scan.purity),
      curve("S/√(S+B) (right)", Ink("#007a55", dash: [10, 3, 2, 3], width: 2),
        scan.significance, right: true),
    ] + best
  }
}
