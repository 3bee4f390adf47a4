import Foundation

/// A plot in gnuplot's language: a script that draws `NAME.svg` and `NAME.pdf` from `NAME.dat`.
///
/// Text of users enters as single-quoted strings only, in which gnuplot expands nothing, and the
/// terminals read no markup (`noenhanced`).
struct GnuplotScript {
  let plot: Plot

  var text: String {
    let size = (width: plot.columns * plot.layout.width, height: plot.rows * plot.layout.height)
    let font = "font 'Helvetica,\(plot.layout.width < 400 ? 11 : 13)'"
    let inches = "\(Double(size.width) / 72)in,\(Double(size.height) / 72)in"
    let head = [
      "# To draw this figure again: gnuplot \(plot.name).gp",
      "reset session",
      "set encoding utf8",
      "do for [format in 'svg pdf'] {",
      "  if (format eq 'svg') {",
      "    set terminal svg noenhanced size \(size.width),\(size.height) \(font) \\",
      "      background rgb 'white' dynamic",
      "  } else {",
      "    set terminal pdfcairo noenhanced size \(inches) \(font) fontscale 0.85 \\",
      "      linewidth 1.4 pointscale 1.5 dashlength 1.4",
      "  }",
      "  set output '\(plot.name).'.format",
      "  set multiplot layout \(plot.rows),\(plot.columns)",
    ]
    let foot = ["  unset multiplot", "  unset output", "}"]
    var index = 0
    let body = plot.panels.flatMap { panel in
      let lines = GnuplotPanel(
        panel: panel, file: "\(plot.name).dat", firstIndex: index, isSmall: plot.layout.width < 400
      ).lines
      index += panel.drawn.count
      return lines.map { "  " + $0 }
    }
    return (head + body + foot).joined(separator: "\n") + "\n"
  }
}

/// The numbers of a plot: one block per series, two empty lines apart, as gnuplot counts them.
struct GnuplotData {
  let plot: Plot

  var text: String {
    plot.panels.flatMap(\.drawn).map(block).joined(separator: "\n\n\n") + "\n"
  }

  private func block(_ series: Series) -> String {
    let head = "# \(series.title.plainLine)\n# " + series.columns.joined(separator: " ")
    let rows = series.rows.map { $0.map(number).joined(separator: " ") }
    return ([head] + rows).joined(separator: "\n")
  }

  private func number(_ x: Double) -> String { x.isFinite ? "\(x)" : "NaN" }
}

extension Panel {
  /// The series that have something to show; gnuplot warns of others.
  var drawn: [Series] {
    series.filter { $0.rows.contains { $0.allSatisfy(\.isFinite) } }
  }
}

/// Text in gnuplot's language.
enum GnuplotText {
  /// A single-quoted string, in which nothing is special but the quote itself.
  ///
  /// A straight quote is shown as a curved one: gnuplot 5.4 misreads doubled quotes at the start of
  /// a string. It also writes `]]>` into SVG as it is, which XML forbids; a space parts it.
  static func quoted(_ text: String) -> String {
    let scalars = text.plainLine.unicodeScalars.map { $0 == "'" ? "\u{2019}" : String($0) }
    return "'" + scalars.joined().replacingOccurrences(of: "]]>", with: "]] >") + "'"
  }

  /// The name of a tick: gnuplot reads it as a format, in which per cent signs are doubled.
  static func tick(_ name: String) -> String {
    quoted(name.replacingOccurrences(of: "%", with: "%%"))
  }
}
