import WinnowCore
import WinnowEvaluation

/// Plots of what a training has left behind, for a method of any task.
struct RecordDrawing {
  let identity: MethodSummary.Identity
  let record: TrainingRecord
  /// The end of its file names.
  let stem: String

  /// All that there is something to draw for.
  var plots: [Plot] { [history, importance].compactMap { $0 } }

  /// Training and validation loss by epoch or tree; nil without a history.
  private var history: Plot? {
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
      name: "history-\(stem)", title: "Training history of \(identity.name)",
      description: "Training and validation loss of \(identity.name) by \(record.stepName).",
      panels: [
        Panel(
          x: Axis(step, 0...Double(max(1, last.step))), y: y, legend: .top(rows: 2), series: series)
      ])
  }

  /// Importance of the inputs, highest first; nil where the method has none.
  private var importance: Plot? {
    guard !record.importance.isEmpty, record.importance.count == identity.inputs.count
    else { return nil }
    let bars = zip(identity.inputs, record.importance).map { Bar($0, 100 * $1) }
    let name = record.importanceName.isEmpty ? "" : " (\(record.importanceName))"
    return BarDrawing(
      name: "importance-\(stem)", title: "Importance of the inputs for \(identity.name)",
      description: "Importance of each input for \(identity.name)\(name), highest on top.",
      axis: "Importance\(name) [%]"
    ).plot([BarDrawing.Group(bars.sorted { $0.value > $1.value })])
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
