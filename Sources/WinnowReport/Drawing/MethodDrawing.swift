import WinnowCore
import WinnowEvaluation
import WinnowMath

/// Plots of one method.
struct MethodDrawing {
  let method: MethodSummary
  /// The end of its file names; their first words have no hyphen, so that no two names meet.
  let stem: String

  var figures: MethodFigures { method.figures }

  /// All that there are figures for.
  var plots: [Plot] {
    [response, logarithmicResponse, probability, cutEfficiencies]
      + RecordDrawing(identity: method.identity, record: method.record, stem: stem).plots
      + [correlations, permutation].compactMap { $0 } + forest
  }

  private var forest: [Plot] {
    figures.forest.map { ForestDrawing(figures: $0, method: method.name, stem: stem).plots } ?? []
  }

  /// The worth of the order of each variable; nil where it was not taken.
  private var permutation: Plot? {
    PermutationDrawing(
      .area, of: method.name, figures.permutation, events: figures.permutedEvents
    ).plot(named: "permutation-\(stem)")
  }

  // MARK: Response

  private var response: Plot {
    responsePlot("response", title: "Response of \(method.name)") {
      .density("(1/N) dN/dy", of: $0, headroom: 1.5)
    }
  }

  private var logarithmicResponse: Plot {
    responsePlot("logresponse", title: "Response of \(method.name), logarithmic") {
      .logarithmicDensity("(1/N) dN/dy", of: $0, headroom: 1.5)
    }
  }

  private func responsePlot(_ kind: String, title: String, axis: ([Histogram]) -> Axis) -> Plot {
    let responses = figures.responses
    let test = [responses.testSignal, responses.testBackground].map { $0.normalized() }
    let train = [responses.trainSignal, responses.trainBackground].map { $0.normalized() }
    let y = axis(test + train)
    let floor = y.scale == .logarithmic ? y.range.lowerBound : -.infinity
    let check = figures.overtraining
    return Plot(
      name: "\(kind)-\(stem)", title: title,
      description: "\(title): test events filled, training events as points with errors; "
        + check.verdict,
      panels: [
        Panel(
          x: .quantity("Response y of \(method.name)", unit: nil, of: test), y: y,
          legend: .top(rows: 2),
          notes: [
            Note(
              "KS test, p: signal \(FigureFormat.pValue(check.signal.pValue)), "
                + "background \(FigureFormat.pValue(check.background.pValue))", x: 0.04, y: 0.75)
          ],
          series: responseSeries(test: test, train: train, floor: floor))
      ])
  }

  private func responseSeries(test: [Histogram], train: [Histogram], floor: Double) -> [Series] {
    let steps = ["left_edge", "density"], points = ["center", "density", "low", "high"]
    return [
      Series(
        "Signal (test)", .filledHistogram, .signal, columns: steps, rows: test[0].steps(floor: floor)),
      Series(
        "Background (test)", .hatchedHistogram, .background, columns: steps,
        rows: test[1].steps(floor: floor)),
      Series(
        "Signal (train)", .points(filled: true), .signalPoints, columns: points,
        rows: train[0].points(floor: floor)),
      Series(
        "Background (train)", .points(filled: false), .backgroundPoints, columns: points,
        rows: train[1].points(floor: floor)),
    ]
  }

  /// Linear correlation of each variable with the response; nil without variables.
  private var correlations: Plot? {
    guard !figures.correlations.isEmpty else { return nil }
    let signal = figures.correlations.map { Bar($0.variable, 100 * $0.signal) }
    let background = figures.correlations.map { Bar($0.variable, 100 * $0.background) }
    return BarDrawing(
      name: "correlation-\(stem)",
      title: "Linear correlation of the variables with the response of \(method.name)",
      description: "Linear correlation of each variable with the response of \(method.name), for "
        + "signal and background, in per cent.",
      axis: "Correlation with the response [%]"
    ).plot([
      BarDrawing.Group(title: "Signal", ink: .signal, signal),
      BarDrawing.Group(title: "Background", ink: .background, background),
    ])
  }
}
