import Foundation

/// One panel in gnuplot's language.
struct GnuplotPanel {
  let panel: Panel
  let file: String
  /// The number of its first series in the data file.
  let firstIndex: Int
  /// Small panels have fewer small ticks.
  let isSmall: Bool

  var lines: [String] {
    let drawn = panel.drawn
    let notes = drawn.isEmpty ? panel.notes + [Note("no data", x: 0.5, y: 0.5, anchor: .center)]
      : panel.notes
    return style + axes + [key] + notes.map(label) + plotCommand(drawn)
  }

  private var style: [String] {
    let lines = [
      "reset",
      "set datafile missing 'NaN'",
      "set border 31 linewidth 1",
      "set tics in scale 1.0,0.5 front",
      "set minussign",
      isSigned
        ? "set palette defined (-1 '#3b7fc4', 0 '#ffffff', 1 '#e0703a')"
        : "set palette defined (0 '#ffffff', 1 '#e0703a')",
      "set cbrange [\(isSigned ? -100 : 0):100]",
      "set cbtics scale 0.5",
      panel.title.isEmpty ? "unset title" : "set title \(GnuplotText.quoted(panel.title)) offset 0,-0.6",
    ]
    return lines + margins
  }

  /// Whether cells may be negative.
  private var isSigned: Bool { !panel.series.contains { $0.mark == .cells(isSigned: false) } }

  /// Fixed where tick labels are numbers, so that panels of a page stand in line.
  private var margins: [String] {
    guard panel.y.ticks == .automatic, panel.x.ticks == .automatic else { return [] }
    let fixed = ["set lmargin 10.5", "set bmargin 3.5", "set tmargin \(panel.title.isEmpty ? 1 : 2)"]
    // A legend beside the axes needs room that only gnuplot can measure.
    return panel.legend == .beside
      ? fixed : fixed + ["set rmargin \(panel.right == nil ? 2.5 : 9)"]
  }

  private var axes: [String] {
    var lines = axis(panel.x, "x").lines
    lines += axis(panel.y, "y").lines
    if let right = panel.right {
      lines += ["set ytics nomirror"] + axis(right, "y2").lines
    }
    return lines
  }

  private func axis(_ axis: Axis, _ letter: String) -> GnuplotAxis {
    GnuplotAxis(axis: axis, letter: letter, intervals: isSmall ? 2 : 5)
  }

  private var key: String {
    let sample = "Left reverse samplen 2.2 spacing 1.2"
    return switch panel.legend {
    case .none: "unset key"
    case .top(let rows): "set key top left \(sample) font ',11' maxrows \(rows) width -3"
    case .bottomLeft: "set key bottom left \(sample)"
    case .topRight: "set key top right \(sample)"
    case .beside: "set key outside right top \(sample)"
    }
  }

  private func label(_ note: Note) -> String {
    "set label \(GnuplotText.quoted(note.text)) at graph \(note.x),\(note.y) "
      + "\(note.anchor.rawValue) font ',11' front"
  }

  private func plotCommand(_ drawn: [Series]) -> [String] {
    guard !drawn.isEmpty else { return ["plot NaN notitle"] }
    let curves = drawn.enumerated().flatMap { offset, series in
      GnuplotSeries(series: series).curves.map { curve in
        let source = "'\(file)' index \(firstIndex + offset)"
        return "\(source) \(curve)\(series.usesRightAxis ? " axes x1y2" : "") notitle"
      }
    }
    let entries = drawn.filter { !$0.title.isEmpty && panel.legend != .none }.map { series in
      "keyentry with \(GnuplotSeries(series: series).sample) "
        + "title \(GnuplotText.quoted(series.title.fitted(to: 60)))"
    }
    let clauses = curves + entries
    return clauses.enumerated().map { offset, clause in
      (offset == 0 ? "plot " : "  ") + clause + (offset + 1 < clauses.count ? ", \\" : "")
    }
  }
}

/// One axis in gnuplot's language.
private struct GnuplotAxis {
  let axis: Axis
  /// `x`, `y` or `y2`.
  let letter: String
  /// How many parts small ticks make of the way between large ones.
  let intervals: Int

  var lines: [String] {
    let (low, high) = (axis.range.lowerBound, axis.range.upperBound)
    // The range comes first: gnuplot checks it when the scale becomes logarithmic.
    let range = axis.isReversed ? "[\(high):\(low)]" : "[\(low):\(high)]"
    var lines = ["set \(letter)range \(range)"]
    if !axis.label.isEmpty {
      let offset = letter == "x" ? " offset 0,0.3" : ""
      lines.append("set \(letter)label \(GnuplotText.quoted(axis.label))\(offset)")
    }
    if axis.scale == .logarithmic { lines.append("set logscale \(letter)") }
    return lines + ticks
  }

  private var ticks: [String] {
    switch axis.ticks {
    case .names(let names, let upright):
      let size = names.count > 40 ? 7 : names.count > 22 ? 9 : 11
      let places = names.enumerated().map {
        "\(GnuplotText.tick($0.element.fitted(to: 24))) \($0.offset)"
      }
      return [
        "set \(letter)tics scale 0 \(upright ? "rotate by 90 right " : "")font ',\(size)' ("
          + places.joined(separator: ", ") + ")"
      ]
    case .automatic:
      if axis.scale == .logarithmic { return ["set \(letter)tics (\(decades))"] }
      return (letter == "y2" ? ["set y2tics"] : []) + ["set m\(letter)tics \(intervals)"]
    }
  }

  /// Powers of ten named, with small ticks between where there are few of them.
  private var decades: String {
    let (low, high) = (axis.range.lowerBound, axis.range.upperBound)
    let first = Int(log10(low).rounded(.down)), last = Int(log10(high).rounded(.up))
    let stride = max(1, (last - first) / 8)
    let ticks = (first...last).flatMap { exponent -> [String] in
      let isNamed = (exponent - first).isMultiple(of: stride)
      let power = "1e\(exponent)"
      let name = isNamed ? FigureFormat.powerOfTen(exponent) : ""
      let minor = stride > 1 ? [] : (2...9).map { "'' \($0)e\(exponent) 1" }
      return ["'\(name)' \(power)\(isNamed ? "" : " 1")"] + minor
    }
    return ticks.joined(separator: ", ")
  }
}
