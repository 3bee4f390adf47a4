/// How one series is drawn in gnuplot's language, without its data source.
struct GnuplotSeries {
  let series: Series

  private var color: String { "linecolor rgb '\(series.ink.color)'" }
  private var line: String {
    let dash = series.ink.dash.map(String.init).joined(separator: ",")
    let pattern = series.ink.dash.isEmpty ? "solid" : "(\(dash))"
    return "linewidth \(series.ink.width) dashtype \(pattern) \(color)"
  }
  private var solid: String { "fillstyle solid 0.35" }
  private var hatched: String { "fillstyle transparent pattern 5" }

  /// The curves that make up its picture, in the order of drawing.
  var curves: [String] {
    let outline = "using 1:2 with lines \(line)"
    func filled(_ style: String) -> String {
      "using 1:2 with filledcurves closed \(style) noborder \(color)"
    }
    return switch series.mark {
    case .filledHistogram: [filled(solid), outline]
    case .hatchedHistogram: [filled(hatched), outline]
    case .outlinedHistogram: [outline]
    case .points(let filled):
      [
        "using 1:3:(0):($4-$3) with vectors nohead linewidth 1 \(color)",
        "using 1:2 with \(pointStyle(filled))",
      ]
    case .errors: ["using 1:2:(0):($3-$2) with vectors nohead linewidth 1 \(color)"]
    case .dots(let filled): ["using 1:2 with \(pointStyle(filled))"]
    case .line: [outline]
    case .band: ["using 1:2:3 with filledcurves fillstyle transparent solid 0.22 noborder \(color)"]
    case .bars(let filling): bars(filling)
    case .cells: [
        "using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5):(100*$3) with boxxyerror "
          + "fillstyle solid noborder linecolor palette"
      ]
    case .cellNumbers(let size):
      [
        series.columns.count > 3
          ? "using 1:2:(sprintf('%.1f ± %.1f',100*$3,100*$4)) with labels font ',\(size)'"
          : "using 1:2:(sprintf('%.0f',100*$3)) with labels font ',\(size)'"
      ]
    }
  }

  /// What stands beside its title in the legend.
  var sample: String {
    switch series.mark {
    case .filledHistogram, .band: "boxes \(color) \(solid) border \(color)"
    case .hatchedHistogram: "boxes \(color) \(hatched) border \(color)"
    case .bars(let filling): "boxes \(color) \(style(filling)) border \(color)"
    case .points(let filled), .dots(let filled): pointStyle(filled)
    case .outlinedHistogram, .line, .errors, .cells, .cellNumbers: "lines \(line)"
    }
  }

  private func pointStyle(_ filled: Bool) -> String {
    "points pointtype \(filled ? 7 : 6) pointsize 0.4 linewidth 1 \(color)"
  }

  private func style(_ filling: Series.Filling) -> String {
    switch filling {
    case .solid: solid
    case .hatched: hatched
    case .none: "fillstyle empty"
    }
  }

  private func bars(_ filling: Series.Filling) -> [String] {
    let style = "\(style(filling)) border \(color) \(color)"
    let boxes = "using 1:2:(0):1:($2-$3):($2+$3) with boxxyerror \(style)"
    let errors = "using ($1-$4):2:(2*$4):(0) with vectors nohead linewidth 1.2 linecolor rgb 'black'"
    return [boxes] + (series.rows.contains { $0[3] > 0 } ? [errors] : [])
  }
}
