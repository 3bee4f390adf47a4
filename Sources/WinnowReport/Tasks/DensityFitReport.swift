import Foundation
import WinnowEvaluation
import WinnowMath

/// A density fitted to a column: parameters with errors and correlations, and a plot with pulls.
public struct DensityFitReport: Sendable {
  let figures: DensityFitFigures

  public init(_ figures: DensityFitFigures) { self.figures = figures }

  /// For a terminal.
  public var text: String { (tables.map { $0.text() } + [verdict]).joined(separator: "\n") }

  private var tables: [Table] {
    let names = figures.parameters.map(\.name)
    return [
      Table(
        title: "Density \(figures.density) fitted to \(figures.column): \(figures.events) events",
        columns: [.init("Parameter", .left), .init("Value")],
        rows: figures.parameters.map { [$0.name, FigureFormat.measured($0.value)] },
        note: "Unbinned maximum likelihood. A parameter without an error ended at a bound or is not "
          + "determined."),
      Table(
        title: "Correlations", columns: [.init("", .left)] + names.map { .init($0) },
        rows: zip(names, figures.correlations).map { name, row in
          [name] + row.map { $0.map { FigureFormat.number($0, digits: 2) } ?? FigureFormat.undefined }
        }),
    ]
  }

  private var verdict: String {
    let pValue = SpecialFunctions.chiSquareSurvival(
      figures.chiSquare, degrees: Double(max(1, figures.degrees)))
    return "−Σ w ln p = \(FigureFormat.number(figures.negativeLogLikelihood, digits: 9)); χ² of the drawn bins "
      + "\(FigureFormat.number(figures.chiSquare, digits: 4)) for \(figures.degrees) degrees of freedom, p = "
      + FigureFormat.pValue(pValue) + (figures.isConverged ? "" : "; the fit did not converge")
  }

  /// Data as points, the density as a line, and pulls below.
  var plot: Plot {
    let data = figures.histogram.normalized()
    let x = Axis.quantity(figures.column, unit: nil, of: [data])
    let pulls = figures.pulls.enumerated().compactMap { bin, pull in
      pull.map { pull in
        let center = (figures.histogram.edges[bin] + figures.histogram.edges[bin + 1]) / 2
        return [center, pull, pull - 1, pull + 1]
      }
    }
    let ends = [x.range.lowerBound, x.range.upperBound]
    return Plot(
      name: "fit", title: "Density \(figures.density) fitted to \(figures.column)",
      description: "Distribution of \(figures.column) as points with the fitted density as a line; below, "
        + "the pulls of the bins: "
        + figures.parameters.map { "\($0.name) \(FigureFormat.measured($0.value))" }.joined(separator: ", ")
        + ".",
      layout: Plot.Layout(columns: 1, width: 480, height: 300),
      panels: [
        Panel(
          x: x, y: .density("(1/N) dN/dx", of: [data], headroom: 1.25),
          notes: figures.parameters.enumerated().map { place, parameter in
            Note(
              "\(parameter.symbol) = \(FigureFormat.measured(parameter.value))", x: 0.96,
              y: 0.93 - 0.07 * Double(place), anchor: .right)
          },
          series: [
            Series(.line, .background, columns: ["x", "density"], rows: figures.curve),
            Series(
              .points(filled: true), .black, columns: ["center", "density", "low", "high"],
              rows: data.points()),
          ]),
        Panel(
          x: x, y: .covering("Pull", [-4, 4] + pulls.flatMap { Array($0[2...3]) }),
          series: [
            Series(.line, .guide, columns: ["x", "zero"], rows: ends.map { [$0, 0] }),
            Series(
              .points(filled: true), .black, columns: ["center", "pull", "low", "high"], rows: pulls),
          ]),
      ])
  }

  /// Writes `plots/` and `fit.json` into an existing directory.
  /// - Throws: `cannotCreate` where a file cannot be written; never for want of gnuplot.
  public func write(into directory: URL, gnuplot: Gnuplot? = .find()) throws -> PlotOutcome {
    let json = String(decoding: try SummaryCoding.encode(figures), as: UTF8.self)
    try AtomicFile.write(json, to: directory.appendingPathComponent("fit.json"))
    return try PlotsWriter([plot], gnuplot: gnuplot)
      .write(into: directory.appendingPathComponent("plots", isDirectory: true))
  }
}
