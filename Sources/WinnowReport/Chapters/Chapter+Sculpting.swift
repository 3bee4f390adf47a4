import WinnowEvaluation

extension Chapter {
  /// Does it sculpt my mass?
  static func sculpting(_ methods: [MethodSummary]) -> Chapter {
    let shaped = methods.filter { !($0.figures.sculpting ?? []).isEmpty }
    let names = shaped.first?.figures.sculpting?.map(\.spectator) ?? []
    return Chapter(
      id: "sculpting", title: "Background sculpting",
      text: "Does a cut shape the spectators? A flat background efficiency leaves the shape as it is. "
        + "A slope does less harm than a peak.",
      plots: zip(names, FileStem.unique(names)).map { plot($0, stem: $1, shaped) },
      tables: [table(shaped)].compactMap { $0 })
  }

  private static func table(_ methods: [MethodSummary]) -> Table? {
    let rows = methods.flatMap { method in
      (method.figures.sculpting ?? []).map { [method.name] + cells($0) }
    }
    guard !rows.isEmpty, let cuts = methods.first?.figures.sculpting?.first?.cuts else { return nil }
    return Table(
      title: "Shape of the background after a cut (in brackets: what fluctuations alone would give)",
      columns: [.init("Method", .left), .init("Spectator", .left)]
        + cuts.map { .init("JSD, B = \(FigureFormat.fixed($0.background, 2))") }
        + [.init("R50"), .init("Flatness")],
      rows: rows,
      note: "JSD: Jensen–Shannon divergence of background that passes and fails, in bits. R50: 1/ε_B "
        + "where half of the signal passes. Flatness: Cramér–von Mises, 0 is flat.")
  }

  private static func cells(_ shape: Sculpting) -> [String] {
    func with(_ figure: String, expected: Double) -> String {
      "\(figure) (\(FigureFormat.number(expected, digits: 2)))"
    }
    let divergences = shape.cuts.map {
      with(FigureFormat.measured($0.divergence), expected: $0.expectedDivergence)
    }
    let flatness = with(
      FigureFormat.number(shape.flatness, digits: 3), expected: shape.expectedFlatness)
    return [shape.spectator] + divergences
      + [FigureFormat.measured(shape.rejectionAtHalfOverall), flatness]
  }

  /// Efficiencies against a spectator, for each method, at the middle working point.
  private static func plot(_ spectator: String, stem: String, _ methods: [MethodSummary]) -> Plot {
    let shapes = methods.compactMap { method in
      method.figures.sculpting?.first { $0.spectator == spectator }.map { (method.name, $0) }
    }
    let edges = drawn(shapes.first?.1.edges ?? [])
    func panel(_ label: String, _ values: (Sculpting.Cut) -> [Measured]) -> Panel {
      let series = shapes.enumerated().flatMap { index, entry -> [Series] in
        guard let cut = entry.1.middleCut else { return [] }
        return profile(entry.0, .method(index), edges: drawn(entry.1.edges), values(cut))
      }
      let points = series.flatMap { $0.rows.compactMap(\.last) }
      return Panel(
        x: .covering(spectator, edges),
        y: Axis(label, 0...max(1e-3, 1.15 * (points.filter(\.isFinite).max() ?? 1))),
        legend: .beside, series: series)
    }
    let background = shapes.first?.1.middleCut?.background ?? 0
    return Plot(
      name: "sculpting-\(stem)",
      title: "Efficiency against \(spectator), for a cut that "
        + "\(FigureFormat.number(100 * background)) % of all background passes",
      description: "Background and signal efficiency in bins of \(spectator) for "
        + shapes.map(\.0).joined(separator: ", ") + ". The first and the last bin may reach further "
        + "than drawn.",
      layout: Plot.Layout(columns: 2, width: 520, height: 340),
      panels: [
        panel("Background efficiency") { $0.backgroundEfficiency },
        panel("Signal efficiency") { $0.signalEfficiency },
      ])
  }

  /// Edges for a picture: bins of equal weight have long ends, which are cut to twice their neighbour's
  /// width so that the others can be seen.
  private static func drawn(_ edges: [Double]) -> [Double] {
    guard edges.count > 3 else { return edges }
    var edges = edges
    let last = edges.count - 1
    edges[0] = max(edges[0], edges[1] - 2 * (edges[2] - edges[1]))
    edges[last] = min(edges[last], edges[last - 1] + 2 * (edges[last - 1] - edges[last - 2]))
    return edges
  }

  /// A step line with an error bar in the middle of each bin.
  private static func profile(
    _ name: String, _ ink: Ink, edges: [Double], _ values: [Measured]
  ) -> [Series] {
    let bins = values.indices.filter { $0 + 1 < edges.count && values[$0].isDefined }
    let steps = bins.flatMap { [[edges[$0], values[$0].value], [edges[$0 + 1], values[$0].value]] }
    let points = bins.map { bin in
      let (value, error) = (values[bin].value, values[bin].error)
      return [(edges[bin] + edges[bin + 1]) / 2, value, value - error, value + error]
    }
    return [
      Series(name.fitted(to: 30), .line, ink, columns: ["edge", "efficiency"], rows: steps),
      Series(
        .points(filled: true), ink, columns: ["center", "efficiency", "low", "high"], rows: points),
    ]
  }
}

extension Sculpting {
  /// The working point that pictures show.
  fileprivate var middleCut: Cut? { cuts.isEmpty ? nil : cuts[cuts.count / 2] }
}
