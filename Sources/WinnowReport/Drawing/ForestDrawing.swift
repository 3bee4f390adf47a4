import WinnowEvaluation

/// Plots of what a forest tells of its inputs.
struct ForestDrawing {
  let figures: ForestFigures
  let method: String
  /// The end of its file names.
  let stem: String

  var plots: [Plot] { [shares, contribution, dependence].compactMap { $0 } }

  private var ranked: [ForestFigures.Input] {
    figures.inputs.sorted { ($1.gain, $0.name) < ($0.gain, $1.name) }
  }

  private var shares: Plot {
    let inputs = ranked
    func bars(_ share: (ForestFigures.Input) -> Double) -> [Bar] {
      inputs.map { Bar($0.name, 100 * share($0)) }
    }
    return BarDrawing(
      name: "splits-\(stem)", title: "Inputs in the cuts of \(method)",
      description: "Share of each input in the cuts of \(method): by gain, by number, and by TMVA's "
        + "definition; highest gain on top.",
      axis: "Share [%]"
    ).plot([
      BarDrawing.Group(title: "Gain", ink: .method(0), bars(\.gain)),
      BarDrawing.Group(title: "Number of cuts", ink: .method(1), bars(\.count)),
      BarDrawing.Group(title: "TMVA", ink: .method(2), bars(\.tmva)),
    ])
  }

  private var contribution: Plot? {
    let bars = figures.inputs.compactMap { input in
      input.contribution.flatMap { $0.isDefined ? Bar(input.name, $0.value, $0.error) : nil }
    }
    if bars.isEmpty { return nil }
    return BarDrawing(
      name: "contribution-\(stem)", title: "Contributions of the inputs to the score of \(method)",
      description: "Mean magnitude of the Shapley value of each input of \(method) on test events, with "
        + "its error, highest on top.",
      axis: "Mean |Shapley value|"
    ).plot([BarDrawing.Group(bars.sorted { $0.value > $1.value })])
  }

  /// One panel for each input, on one scale of scores.
  private var dependence: Plot? {
    let curves = figures.dependence
    if curves.isEmpty { return nil }
    let scores = Axis.covering(
      "Mean score F", curves.flatMap(\.scores), below: 0.08, above: 0.08)
    let isSingle = curves.count == 1
    return Plot(
      name: "dependence-\(stem)", title: "Partial dependence of \(method)",
      description: "Mean score of \(method) when one input has the same value for all events: "
        + curves.map(\.name).joined(separator: ", ") + ".",
      layout: Plot.Layout(
        columns: 3, width: isSingle ? 480 : 320, height: isSingle ? 360 : 250),
      panels: curves.map { curve in
        Panel(
          x: .covering(curve.name, curve.values), y: scores,
          series: [
            Series(
              .line, .signal, columns: ["value", "score"],
              rows: zip(curve.values, curve.scores).map { [$0, $1] })
          ])
      })
  }
}
