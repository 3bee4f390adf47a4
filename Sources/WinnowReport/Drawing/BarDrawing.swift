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
      self.bars = bars
    }
  }

  func plot(_ groups: [Group]) -> Plot {
    let count = groups.first?.bars.count ?? 0
    let names = groups.first?.bars.prefix(Self.limit).map(\.name) ?? []
    let part = count > Self.limit ? " (the first \(Self.limit) of \(count))" : ""
    let rows = max(1, names.count)
    let height = 110 + rows * (groups.count > 1 ? 24 : 18)
    return Plot(
      name: name, title: title + part, description: description + part,
      layout: Plot.Layout(width: 560, height: max(220, height)),
      panels: [
        Panel(
          x: lengths(groups),
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
      group.title, .bars(index == 0 ? .solid : index == 1 ? .hatched : .none), group.ink,
      columns: ["value", "place", "half_height", "error"],
      rows: group.bars.prefix(Self.limit).enumerated().map { place, bar in
        [bar.value, Double(place) + offset, half, bar.error.isFinite ? bar.error : 0]
      })
  }

  private func lengths(_ groups: [Group]) -> Axis {
    let ends = groups.flatMap(\.bars).flatMap { bar in
      let error = bar.error.isFinite ? bar.error : 0
      return [bar.value - error, bar.value + error]
    }
    let finite = ends.filter(\.isFinite)
    let hasNegative = finite.contains { $0 < 0 }, hasPositive = finite.contains { $0 > 0 }
    guard hasNegative || hasPositive else { return Axis(axis, 0...1) }
    return .covering(
      axis, finite + [0], below: hasNegative ? 0.05 : 0, above: hasPositive ? 0.05 : 0)
  }
}
