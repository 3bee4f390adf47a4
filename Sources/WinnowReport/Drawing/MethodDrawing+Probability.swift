import WinnowEvaluation
import WinnowMath

extension MethodDrawing {
  /// P(S|y) with its error, how well it holds, and how it is distributed.
  var probability: Plot {
    let curve = method.figures.probability
    return Plot(
      name: "probability-\(stem)", title: "Signal probability from \(method.name)",
      description: "Signal probability against the response of \(method.name) with its error band, "
        + "for a signal fraction of \(FigureFormat.number(curve.prior)); observed against "
        + "predicted probability; distribution of the probability per class.",
      layout: Plot.Layout(columns: 3, width: 340, height: 300),
      panels: [probabilityPanel(curve), reliabilityPanel(curve), distributionPanel(curve)])
  }

  private func probabilityPanel(_ curve: ProbabilityCurve) -> Panel {
    let rows = curve.response.indices.map { index in
      (curve.response[index], curve.probability[index], curve.error[index])
    }
    return Panel(
      x: .covering("Response y of \(method.name)", curve.response),
      y: Axis("P(S|y)", 0...1.2),
      notes: [Note("signal fraction f = \(FigureFormat.number(curve.prior))", x: 0.05, y: 0.92)],
      series: [
        Series(
          .band, .signal, columns: ["response", "low", "high"],
          rows: rows.map { [$0.0, max(0, $0.1 - $0.2), min(1, $0.1 + $0.2)] }),
        Series(.line, .signal, columns: ["response", "probability"], rows: rows.map { [$0.0, $0.1] }),
      ])
  }

  private func reliabilityPanel(_ curve: ProbabilityCurve) -> Panel {
    let points = zip(curve.predicted, curve.observed).map { predicted, observed in
      [
        predicted, observed.value, observed.value - observed.error, observed.value + observed.error,
      ]
    }
    return Panel(
      x: Axis("Predicted signal probability", 0...1), y: Axis("Observed signal fraction", 0...1.2),
      legend: .none,
      series: [
        Series(.line, .guide, columns: ["x", "y"], rows: [[0, 0], [1, 1]]),
        Series(
          .points(filled: true), .signalPoints, columns: ["predicted", "observed", "low", "high"],
          rows: points),
      ])
  }

  private func distributionPanel(_ curve: ProbabilityCurve) -> Panel {
    let densities = [curve.signal, curve.background].map { $0.normalized() }
    return Panel(
      x: .quantity("Signal probability P", unit: nil, of: densities),
      y: .density("(1/N) dN/dP", of: densities, headroom: 1.35), legend: .top(rows: 1),
      series: [
        Series(
          "Signal", .filledHistogram, .signal, columns: ["left_edge", "density"],
          rows: densities[0].steps()),
        Series(
          "Background", .hatchedHistogram, .background, columns: ["left_edge", "density"],
          rows: densities[1].steps()),
      ])
  }
}
