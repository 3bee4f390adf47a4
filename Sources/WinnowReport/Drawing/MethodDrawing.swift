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
    [response, logarithmicResponse, probability, cutEfficiencies] + [history, importance, correlations]
      .compactMap { $0 } + forest
  }

  private var forest: [Plot] {
    figures.forest.map { ForestDrawing(figures: $0, method: method.name, stem: stem).plots } ?? []
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

  // MARK: Training

  /// Training and validation loss by epoch or tree; nil without a history.
  private var history: Plot? {
    let record = method.record
    let points = record.history
    guard let last = points.last else { return nil }
    let training = points.map { [Double($0.step), $0.trainingLoss] }
    let validation = points.compactMap { point in
      point.validationLoss.map { [Double(point.step), $0] }
    }
    let losses = (training + validation).map { $0[1] }
    let y = Axis.covering(
      record.lossName.isEmpty ? "Loss" : "Loss (\(record.lossName))",
      losses, below: 0.08, above: 0.45)
    var series = [
      Series("Training", .line, .signal, columns: ["step", "loss"], rows: training),
      Series(
        "Validation", .line, Ink("#c8102e", dash: [8, 4]), columns: ["step", "loss"],
        rows: validation),
    ]
    if let best = record.bestStep {
      series.append(
        .vertical(
          "Kept: \(record.stepName) \(best)", at: Double(best), from: y.range.lowerBound,
          to: losses.filter(\.isFinite).max() ?? y.range.upperBound, .guide))
    }
    let step = record.stepName.isEmpty ? "Step" : record.stepName.capitalizedFirst
    return Plot(
      name: "history-\(stem)", title: "Training history of \(method.name)",
      description: "Training and validation loss of \(method.name) by \(record.stepName).",
      panels: [
        Panel(
          x: Axis(step, 0...Double(max(1, last.step))), y: y, legend: .top(rows: 2), series: series)
      ])
  }

  /// Importance of the inputs, highest first; nil where the method has none.
  private var importance: Plot? {
    let record = method.record
    guard !record.importance.isEmpty, record.importance.count == method.identity.inputs.count
    else { return nil }
    let bars = zip(method.identity.inputs, record.importance).map { Bar($0, 100 * $1) }
    let name = record.importanceName.isEmpty ? "" : " (\(record.importanceName))"
    return BarDrawing(
      name: "importance-\(stem)", title: "Importance of the inputs for \(method.name)",
      description: "Importance of each input for \(method.name)\(name), highest on top.",
      axis: "Importance\(name) [%]"
    ).plot([BarDrawing.Group(bars.sorted { $0.value > $1.value })])
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

extension Series {
  /// A vertical line.
  static func vertical(
    _ title: String, at x: Double, from low: Double, to high: Double, _ ink: Ink
  ) -> Series {
    Series(title, .line, ink, columns: ["x", "y"], rows: [[x, low], [x, high]])
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
