import WinnowEvaluation

/// The boundaries of a method in one plane, over some of the events.
struct BoundaryDrawing {
  let plane: DecisionPlane
  let boundary: DecisionBoundary
  let method: String
  /// Of its files; unique in the report.
  let name: String

  private static let signalDots = Ink("#8fb0d6", width: 0.7)
  private static let backgroundDots = Ink("#a3142f", width: 1)

  var plot: Plot {
    let others = plane.others.isEmpty
      ? "" : "; the other \(plane.others.count) variables are at their median"
    return Plot(
      name: name,
      title: "Decision boundaries of \(method): \(plane.x.name) and \(plane.y.name)\(others)",
      description: "Lines of constant response of \(method), at the cuts that stated fractions of the "
        + "background pass, and of constant signal probability, over \(plane.signal.count) signal and "
        + "\(plane.background.count) background test events in the plane of \(plane.x.name) and "
        + "\(plane.y.name)\(others).",
      layout: Plot.Layout(columns: 2, width: 560, height: 400),
      panels: [
        panel("Constant response, at the cut for", boundary.response) {
          "B = \(FigureFormat.fixed($0.background ?? .nan, 2))"
        },
        panel("Constant signal probability", boundary.probability) {
          "P = \(FigureFormat.number($0.level))"
        },
      ])
  }

  private func panel(
    _ title: String, _ contours: [DecisionBoundary.Contour],
    _ label: (DecisionBoundary.Contour) -> String
  ) -> Panel {
    Panel(
      title: title, x: axis(plane.x), y: axis(plane.y), legend: .beside,
      series: [
        Series(
          "Signal", .dots(filled: true), Self.signalDots, columns: ["x", "y"], rows: plane.signal),
        Series(
          "Background", .dots(filled: false), Self.backgroundDots, columns: ["x", "y"],
          rows: plane.background),
      ] + contours.enumerated().flatMap { lines($1, label($1), .method($0)) })
  }

  /// The legend names the first line of a contour.
  private func lines(
    _ contour: DecisionBoundary.Contour, _ label: String, _ ink: Ink
  ) -> [Series] {
    contour.lines.enumerated().map { index, line in
      Series(index == 0 ? label : "", .line, ink, columns: ["x", "y"], rows: line.points)
    }
  }

  private func axis(_ axis: DecisionPlane.Axis) -> Axis {
    .covering((axis.title ?? axis.name) + axis.unit.bracketed, [axis.low, axis.high])
  }
}

extension Chapter {
  /// Where does each method draw the line?
  static func boundaries(_ summary: RunSummary) -> Chapter {
    let planes = summary.planes ?? []
    let stems = FileStem.unique(summary.methods.map(\.name))
    return Chapter(
      id: "boundaries", title: "Decision boundaries",
      text: "Where does each method draw the line? A plane is a slice: where there are more than two "
        + "variables few events lie on it.",
      plots: planes.enumerated().flatMap { number, plane in
        zip(summary.methods, stems).compactMap { method, stem -> Plot? in
          method.figures.boundaries?.first { $0.x == plane.x.name && $0.y == plane.y.name }.map {
            BoundaryDrawing(
              plane: plane, boundary: $0, method: method.name, name: "boundary-\(number + 1)-\(stem)"
            ).plot
          }
        }
      })
  }
}
