import Foundation
import WinnowEvaluation
import WinnowMath

/// All plots of a regression, by their place in the report.
struct RegressionDrawing {
  /// Bias and resolution of all methods: one group per target.
  let profiles: [RunPlots.Group]
  /// Response and resolution against the energy, one plot per target that is one.
  let resolutions: [Plot]
  /// One list per method, in the order of the summary.
  let methods: [[Plot]]
  let inputs: [RunPlots.Group]

  var all: [Plot] { resolutions + (profiles + inputs).flatMap(\.plots) + methods.flatMap { $0 } }

  init(_ summary: RegressionSummary) {
    profiles = summary.targets.enumerated().map { index, target in
      RunPlots.Group(
        title: "Target \(target.name)",
        plots: ProfileDrawing(summary, target: index, stem: "profile-\(index + 1)").plots)
    }
    resolutions = summary.targets.indices.compactMap {
      ResolutionDrawing(summary, target: $0)?.plot(named: "resolution-\($0 + 1)")
    }
    let stems = FileStem.unique(summary.methods.map(\.name))
    methods = zip(summary.methods, stems).map { method, stem in
      let deviations = zip(method.targets.indices, method.targets).map { index, figures in
        Self.deviations(
          figures, of: method.name, unit: summary.targets[index].unit,
          name: "deviation-\(index + 1)-\(stem)")
      }
      let permutations = summary.permutation(of: method).enumerated().compactMap { index, drawing in
        drawing.plot(named: "permutation-\(index + 1)-\(stem)")
      }
      return deviations
        + RecordDrawing(identity: method.identity, record: method.record, stem: stem).plots
        + permutations
    }
    inputs = [
      RunPlots.Group(title: "Distributions", plots: Self.distributions(summary)),
      RunPlots.Group(
        title: "Correlations",
        plots: InputDrawing(
          variables: [], correlations: [summary.inputs.correlations], stem: "inputs", context: ""
        ).correlationMatrices),
    ]
  }

  /// Deviations of test events filled, of training events as points, and the fitted core.
  private static func deviations(
    _ figures: DeviationFigures, of method: String, unit: String?, name: String
  ) -> Plot {
    let test = figures.testHistogram.normalized(), train = figures.trainHistogram.normalized()
    let x = Axis.quantity(
      "\(figures.target): prediction − target", unit: unit, of: [test])
    return Plot(
      name: name, title: "Deviation of \(method): \(figures.target)",
      description: "Distribution of prediction minus target of \(figures.target) for \(method): test "
        + "events filled, training events as points, the Gaussian core as a line; bias "
        + "\(FigureFormat.measured(figures.bias)), RMS \(FigureFormat.measured(figures.rms)).",
      panels: [
        Panel(
          x: x, y: .density("(1/N) dN/dd" + unit.inverseBracketed, of: [test, train], headroom: 1.45),
          legend: .top(rows: 2),
          notes: [Note("KS p: \(FigureFormat.pValue(figures.overtraining.pValue))", x: 0.04, y: 0.78)],
          series: [
            Series("Test", .filledHistogram, .signal, columns: ["left_edge", "density"], rows: test.steps()),
            Series(
              "Training", .points(filled: true), .signalPoints,
              columns: ["center", "density", "low", "high"], rows: train.points()),
            core(figures, in: x),
          ])
      ])
  }

  /// The fitted Gaussian over its window, scaled to the events inside of it.
  private static func core(_ figures: DeviationFigures, in axis: Axis) -> Series {
    let mean = figures.core.mean.value, sigma = figures.core.sigma.value
    let histogram = figures.testHistogram
    let total = histogram.sum + histogram.underflow + histogram.overflow
    let inside = (0..<histogram.count).filter {
      let center = 0.5 * (histogram.edges[$0] + histogram.edges[$0 + 1])
      return abs(center - mean) <= 2 * sigma
    }.reduce(0) { $0 + histogram.contents[$1] }
    let share: Double = inside / total / erf(2.0.squareRoot())
    let height: Double = share / (sigma * (2 * Double.pi).squareRoot())
    let rows = (0...80).map { step in
      let z = -2 + Double(step) / 20
      return [mean + z * sigma, height * exp(-z * z / 2)]
    }
    return Series(
      "Core", .line, .background, columns: ["deviation", "density"],
      rows: rows.filter { axis.range.contains($0[0]) && $0[1].isFinite })
  }

  /// Targets and inputs, twelve to a page.
  private static func distributions(_ summary: RegressionSummary) -> [Plot] {
    let panels = summary.targets.map {
      distribution($0.title ?? $0.name, $0.unit, $0.histogram, .background)
    } + summary.inputs.variables.map {
      distribution($0.title ?? $0.name, $0.unit, $0.histogram, .signal)
    }
    let pages = stride(from: 0, to: panels.count, by: 12).map {
      Array(panels[$0..<min($0 + 12, panels.count)])
    }
    return pages.enumerated().map { number, page in
      Plot(
        name: "inputs-\(number + 1)",
        title: "Targets and input variables, page \(number + 1) of \(pages.count)",
        description: "Normalised distributions of " + page.map(\.x.label).joined(separator: ", ") + ".",
        layout: Plot.Layout(columns: 3, width: 320, height: 250), panels: page)
    }
  }

  private static func distribution(
    _ name: String, _ unit: String?, _ histogram: Histogram, _ ink: Ink
  ) -> Panel {
    let density = histogram.normalized()
    return Panel(
      x: .quantity(name, unit: unit, of: [density]),
      y: .density("(1/N) dN/dx" + unit.inverseBracketed, of: [density], headroom: 1.1),
      series: [
        Series(.filledHistogram, ink, columns: ["left_edge", "density"], rows: density.steps()),
        density.errorBars(ink),
      ])
  }
}
