import WinnowEvaluation

/// The ranks of all variables side by side, as bands between the quartiles of each class.
struct ParallelDrawing {
  let ranks: ParallelCoordinates

  var plot: Plot {
    let names = ranks.variables
    let size = max(480, min(1100, 200 + 34 * names.count))
    return Plot(
      name: "parallel", title: "Parallel coordinates: ranks of the variables among all events",
      description: "For each variable and class the median with its error, and the band between the "
        + "quartiles, on the scale of ranks among events of all classes; thin lines are "
        + "\(ranks.classes.first?.events.count ?? 0) events of each class. Variables: "
        + names.joined(separator: ", ") + ".",
      layout: Plot.Layout(width: size + 160, height: 420),
      panels: [
        Panel(
          x: Axis("", -0.3...(Double(names.count) - 0.7), ticks: .names(names, upright: true)),
          y: Axis("Rank among all events", 0...1), legend: .beside,
          series: ranks.classes.enumerated().flatMap { events($1, ink: Self.thin($0)) }
            + ranks.classes.enumerated().flatMap { bands($1, ink: .classes($0)) })
      ])
  }

  /// Thinned colours, so that bands stand out.
  private static func thin(_ index: Int) -> Ink {
    let colors = ["#b9cbe2", "#efb9c2", "#bfe0d4", "#e3c9e0"]
    return Ink(colors[index % colors.count], dash: index == 0 ? [] : [3, 3], width: 0.5)
  }

  private func events(_ part: ParallelCoordinates.ClassRanks, ink: Ink) -> [Series] {
    part.events.map { line($0, ink) }
  }

  private func line(_ values: [Double], _ ink: Ink, title: String = "") -> Series {
    Series(
      title, .line, ink, columns: ["variable", "rank"],
      rows: values.enumerated().map { [Double($0), $1] })
  }

  private func bands(_ part: ParallelCoordinates.ClassRanks, ink: Ink) -> [Series] {
    let dash = ink == .signal ? [] : ink.dash.isEmpty ? [8, 4] : ink.dash
    let edge = Ink(ink.color, dash: dash, width: 0.8), middle = Ink(ink.color, dash: dash, width: 2)
    let places = part.median.indices
    return [
      Series(
        .band, ink, columns: ["variable", "low", "high"],
        rows: places.map { [Double($0), part.lowerQuartile[$0], part.upperQuartile[$0]] }),
      line(part.lowerQuartile, edge), line(part.upperQuartile, edge),
      line(part.median, middle, title: part.name.fitted(to: 24)),
      Series(
        .points(filled: ink == .signal), Ink(ink.color, width: 1),
        columns: ["variable", "median", "low", "high"],
        rows: places.map {
          [Double($0), part.median[$0], part.medianLow[$0], part.medianHigh[$0]]
        }),
    ]
  }
}
