import WinnowEvaluation
import WinnowMath

/// Plots of input variables: distributions, correlations, ranking.
struct InputDrawing {
  let variables: [VariableFigures]
  let correlations: [CorrelationMatrix]
  /// The start of its file names.
  let stem: String
  /// Where these inputs stand, such as “after gauss, decorrelate”; empty for the original ones.
  let context: String

  private static let perPage = 12
  private var suffix: String { context.isEmpty ? "" : " \(context)" }

  /// Pages of twelve variables, all classes normalised to one.
  var distributions: [Plot] {
    let pages = stride(from: 0, to: variables.count, by: Self.perPage).map {
      Array(variables[$0..<min($0 + Self.perPage, variables.count)])
    }
    return pages.enumerated().map { number, page in
      let names = page.map(\.name).joined(separator: ", ")
      return Plot(
        name: "\(stem)-\(number + 1)",
        title: "Input variables\(suffix), page \(number + 1) of \(pages.count)",
        description: "Normalised distributions per class of \(names).",
        layout: Plot.Layout(
          columns: 3, width: page.count == 1 ? 480 : 320, height: page.count == 1 ? 360 : 250),
        panels: page.map(panel))
    }
  }

  private func panel(_ variable: VariableFigures) -> Panel {
    let densities = variable.histograms.map { $0.normalized() }
    let series = densities.enumerated().flatMap { index, histogram in
      [
        Series(
          variable.className(index), Self.mark(index), .classes(index),
          columns: ["left_edge", "density"], rows: histogram.steps()),
        histogram.errorBars(.classes(index)),
      ]
    }
    return Panel(
      x: .quantity(variable.title ?? variable.name, unit: variable.unit, of: densities),
      y: .density("(1/N) dN/dx" + variable.unit.inverseBracketed, of: densities, headroom: 1.45),
      legend: .top(rows: 1), notes: notes(variable),
      series: series)
  }

  private static func mark(_ index: Int) -> Series.Mark {
    index == 0 ? .filledHistogram : index == 1 ? .hatchedHistogram : .outlinedHistogram
  }

  /// The part of each class beyond the range, in the order of the classes.
  private func notes(_ variable: VariableFigures) -> [Note] {
    let outside = variable.histograms.map(\.fractionOutside)
    guard outside.contains(where: { $0 > 0.001 }) else { return [] }
    let parts = outside.map { "\(FigureFormat.fixed(100 * $0, 1)) %" }
    let text = "outside: " + parts.joined(separator: ", ")
    return [Note(text, x: 0.96, y: 0.8, anchor: .right)]
  }

  /// One matrix per class.
  var correlationMatrices: [Plot] {
    correlations.enumerated().map { index, matrix in
      let count = matrix.variables.count, shown = min(count, Self.largestMatrix)
      let longest = matrix.variables.prefix(shown).map(\.displayWidth).max() ?? 0
      let side = max(380, min(900, 160 + 26 * shown + 7 * min(24, longest)))
      let part = shown < count ? ", the first \(shown) of \(count) variables" : ""
      return Plot(
        name: "\(stem)-correlation-\(index + 1)",
        title: "Linear correlation of the inputs\(suffix), \(matrix.name) (per cent)\(part)",
        description: "Matrix of linear correlation coefficients for \(matrix.name), in per cent"
          + "\(part): \(matrix.variables.prefix(shown).joined(separator: ", ")).",
        layout: Plot.Layout(width: side + 40, height: side),
        panels: [matrixPanel(matrix, shown: shown)])
    }
  }

  /// More variables than this cannot be read, and make large files.
  private static let largestMatrix = 60

  private func matrixPanel(_ matrix: CorrelationMatrix, shown: Int) -> Panel {
    let cells = matrix.values.prefix(shown).enumerated().flatMap { row, values in
      values.prefix(shown).enumerated().map { [Double($0.offset), Double(row), $0.element] }
    }
    let numbers = cells.filter { abs($0[2]) >= 0.005 }
    let range = -0.5...(Double(max(1, shown)) - 0.5)
    let names = Array(matrix.variables.prefix(shown)), columns = ["column", "row", "correlation"]
    return Panel(
      title: "Linear correlation [%]: \(matrix.name)",
      x: Axis("", range, ticks: .names(names, upright: true)),
      y: Axis("", range, ticks: .names(names, upright: false)),
      series: [
        Series(.cells(isSigned: true), .black, columns: columns, rows: cells),
        Series(
          .cellNumbers(size: shown > 40 ? 6 : shown > 16 ? 8 : 11), .black, columns: columns,
          rows: numbers),
      ])
  }

  /// Variables by separation, best on top.
  var ranking: Plot {
    let ranked = variables.rankedBySeparation
    let bars = ranked.map { Bar($0.title ?? $0.name, $0.separation.value, $0.separation.error) }
    return BarDrawing(
      name: "\(stem)-separation", title: "Separation of the input variables",
      description: "Separation of each input variable with its error, highest on top.",
      axis: "Separation ⟨S²⟩"
    ).plot([BarDrawing.Group(bars)])
  }
}

extension VariableFigures {
  fileprivate func className(_ index: Int) -> String {
    index < classes.count ? classes[index].name : "class \(index + 1)"
  }
}
