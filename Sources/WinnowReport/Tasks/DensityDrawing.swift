import WinnowEvaluation
import WinnowMath

/// Plots of the densities that methods predict of one target.
struct DensityDrawing {
  private struct Curve {
    let name: String
    let stem: String
    let ink: Ink
    let figures: DensityFigures
  }

  private let target: TargetFigures
  private let curves: [Curve]
  private let stem: String

  init(_ summary: RegressionSummary, target index: Int) {
    target = summary.targets[index]
    stem = "density-\(index + 1)"
    let stems = FileStem.unique(summary.methods.map(\.name))
    curves = summary.methods.enumerated().filter { !$1.densities.isEmpty }.map { place, method in
      Curve(
        name: method.name, stem: stems[place], ink: .method(place), figures: method.densities[index])
    }
  }

  var group: RunPlots.Group {
    RunPlots.Group(
      title: "Target \(target.name)",
      plots: curves.map(response) + [integrals] + [resolution].compactMap(\.self) + profiles)
  }

  private var names: String { curves.map(\.name).joined(separator: ", ") }

  /// The response of test events as points, the averaged densities as a line.
  private func response(_ curve: Curve) -> Plot {
    let shape = curve.figures.response, measured = shape.histogram.normalized()
    let edges = shape.histogram.edges
    let predicted = shape.predicted.indices.map { bin in
      [
        (edges[bin] + edges[bin + 1]) / 2, shape.predicted[bin] / (edges[bin + 1] - edges[bin]),
      ]
    }
    let ratio = shape.isDifference ? "true − corrected" : "true / corrected"
    let unit = shape.isDifference ? target.unit : nil
    return Plot(
      name: "\(stem)-response-\(curve.stem)", title: "Response of \(curve.name): \(target.name)",
      description: "Distribution of the \(ratio) value of \(target.name) for \(curve.name): test events "
        + "as points, the densities predicted for these events, averaged, as a line.",
      panels: [
        Panel(
          x: .quantity("\(target.name): \(ratio)", unit: unit, of: [measured]),
          y: .density("Events / width (norm.)" + unit.inverseBracketed, of: [measured], headroom: 1.4),
          legend: .top(rows: 2),
          series: [
            Series(
              "Predicted densities", .line, curve.ink, columns: ["center", "density"], rows: predicted),
            Series(
              "Test events", .points(filled: true), .black, columns: ["center", "density", "low", "high"],
              rows: measured.points()),
          ])
      ])
  }

  /// P(Y ≤ y) of all methods over its mean.
  private var integrals: Plot {
    let drawn = curves.map { curve in
      let histogram = curve.figures.flatness.histogram.normalized()
      return Series(
        curve.name, .points(filled: true), curve.ink, columns: ["center", "density", "low", "high"],
        rows: histogram.points())
    }
    return Plot(
      name: "\(stem)-pit", title: "Probability integral transform of \(target.name)",
      description: "Distribution of P(Y ≤ y) over the test events for \(names); flat at 1 where densities "
        + "are right.",
      panels: [
        Panel(
          x: Axis("P(Y ≤ y)", 0...1),
          y: .covering("Events / mean", Self.ends(drawn) + [0.95, 1.05], below: 0.1, above: 0.5),
          legend: .top(rows: 3), series: [Self.guide([0, 1], at: 1)] + drawn)
      ])
  }

  /// Measured against predicted resolution.
  private var resolution: Plot? {
    let drawn = curves.map { curve in
      let closure = curve.figures.resolution
      return Self.points(curve.name, curve.ink, closure.predicted.map(\.value), closure.measured)
    }
    let values = drawn.flatMap { series in series.rows.flatMap { [$0[0], $0[1]] } }
    guard let low = values.min(), let high = values.max(), high > low else { return nil }
    let unit = target.unit.bracketed
    return Plot(
      name: "\(stem)-resolution", title: "Predicted and measured resolution of \(target.name)",
      description: "Half of the central interval of 68.3 % of true minus corrected \(target.name) in bins "
        + "of the predicted one, for \(names); the dotted line is the perfect one.",
      panels: [
        Panel(
          x: .covering(
            "Predicted σ\(unit)", drawn.flatMap { $0.rows.map { $0[0] } }, below: 0.05, above: 0.05),
          y: .covering("Measured σ\(unit)", values, below: 0.05, above: 0.3), legend: .top(rows: 3),
          series: [Series(.line, .guide, columns: ["sigma", "sigma"], rows: [[low, low], [high, high]])]
            + drawn)
      ])
  }

  /// Pulls and coverage in bins of each quantity.
  private var profiles: [Plot] {
    (curves.first?.figures.profiles ?? []).enumerated().map { index, quantity in
      let x = Axis.bins(quantity.quantity + quantity.unit.bracketed, quantity.edges)
      func panel(
        _ name: String, at level: Double, _ legend: Legend, _ figure: (DensityProfile) -> [Measured]
      ) -> Panel {
        let drawn = curves.map { curve in
          let profile = curve.figures.profiles[index]
          return Self.points(
            curve.name, curve.ink, profile.centers.map { $0 ?? .nan }, figure(profile))
        }
        return Panel(
          x: x,
          y: .covering(name, Self.ends(drawn) + [level], below: 0.1, above: legend == .none ? 0.1 : 0.6),
          legend: legend,
          series: [Self.guide([x.range.lowerBound, x.range.upperBound], at: level)] + drawn)
      }
      return Plot(
        name: "\(stem)-closure-\(index + 1)",
        title: "Closure of \(target.name) in bins of \(quantity.quantity)",
        description: "Mean and width of the pull and coverage of the central intervals of 68.3 % and 95 % "
          + "in bins of \(quantity.quantity) for \(names), with errors; dotted lines are the wanted values.",
        layout: Plot.Layout(columns: 2, width: 400, height: 280),
        panels: [
          panel("Pull mean", at: 0, .top(rows: 3)) { $0.pullMean },
          panel("Pull width", at: 1, .none) { $0.pullWidth },
          panel("Inside 68.3 %", at: 0.683, .none) { $0.coverage68 },
          panel("Inside 95 %", at: 0.95, .none) { $0.coverage95 },
        ])
    }
  }

  private static func points(
    _ name: String, _ ink: Ink, _ centers: [Double], _ figures: [Measured]
  ) -> Series {
    Series(
      name, .points(filled: true), ink, columns: ["quantity", "value", "low", "high"],
      rows: zip(centers, figures).filter { $0.isFinite && $1.isDefined }.map { center, figure in
        let error = figure.error.isFinite ? figure.error : 0
        return [center, figure.value, figure.value - error, figure.value + error]
      })
  }

  private static func guide(_ ends: [Double], at level: Double) -> Series {
    Series(.line, .guide, columns: ["quantity", "wanted"], rows: ends.map { [$0, level] })
  }

  private static func ends(_ series: [Series]) -> [Double] {
    series.flatMap { $0.rows.flatMap { $0.dropFirst() } }
  }
}

extension Chapter {
  /// Nothing where no method predicts densities.
  static func densities(_ summary: RegressionSummary) -> Chapter {
    var chapter = Chapter(id: "densities", title: "Predicted densities")
    guard summary.methods.contains(where: { !$0.densities.isEmpty }) else { return chapter }
    let tables = DensityTables(summary: summary)
    chapter.text = "Is the true value distributed as the methods say, event by event? A right density has a "
      + "flat P(Y ≤ y), pulls of mean 0 and width 1, and intervals that hold what they promise, in every "
      + "bin of everything that was measured."
    chapter.tables = tables.closures + [tables.differences].compactMap(\.self)
    chapter.verdicts = tables.verdicts
    chapter.groups = summary.targets.indices.map { DensityDrawing(summary, target: $0).group }
    return chapter
  }
}
