/// A named value with its error.
struct Bar {
  let name: String
  let value: Double
  let error: Double

  init(_ name: String, _ value: Double, _ error: Double = 0) {
    self.name = name
    self.value = value
    self.error = error
  }
}

/// Horizontal bars, the first on top; groups with the same names stand side by side.
struct BarDrawing {
  let name: String
  let title: String
  let description: String
  /// What the length of a bar means.
  let axis: String

  /// More bars than this cannot be read on one page.
  private static let limit = 60

  struct Group {
    let title: String
    let ink: Ink
    let bars: [Bar]

    init(title: String = "", ink: Ink = .signal, _ bars: [Bar]) {
      self.title = title
      self.ink = ink
      self.bars = Array(bars.prefix(BarDrawing.limit))
    }
  }

  func plot(_ groups: [Group]) -> Plot {
    let names = groups.first?.bars.map(\.name) ?? []
    let rows = max(1, names.count)
    let height = 110 + rows * (groups.count > 1 ? 24 : 18)
    return Plot(
      name: name, title: title, description: description,
      layout: Plot.Layout(width: 560, height: max(220, height)),
      panels: [
        Panel(
          x: Axis(axis, range(groups)),
          y: Axis(
            "", -0.6...(Double(rows) - 0.4), ticks: .names(names, upright: false), isReversed: true),
          legend: groups.count > 1 ? .beside : .none,
          series: groups.enumerated().map { series($0.element, index: $0.offset, of: groups.count) })
      ])
  }

  private func series(_ group: Group, index: Int, of count: Int) -> Series {
    let half = 0.35 / Double(count)
    let offset = (2 * Double(index) - Double(count - 1)) * half
    return Series(
      group.title, .bars(filled: index == 0), group.ink,
      columns: ["value", "place", "half_height", "error"],
      rows: group.bars.enumerated().map { place, bar in
        [bar.value, Double(place) + offset, half, bar.error.isFinite ? bar.error : 0]
      })
  }

  private func range(_ groups: [Group]) -> ClosedRange<Double> {
    let bars = groups.flatMap(\.bars).filter(\.value.isFinite)
    let errors = bars.map { $0.error.isFinite ? $0.error : 0 }
    let high = max(0, zip(bars, errors).map { $0.value + $1 }.max() ?? 0)
    let low = min(0, zip(bars, errors).map { $0.value - $1 }.min() ?? 0)
    guard high > low else { return 0...1 }
    let margin = 0.05 * (high - low)
    return (low < 0 ? low - margin : 0)...(high > 0 ? high + margin : 0)
  }
}
