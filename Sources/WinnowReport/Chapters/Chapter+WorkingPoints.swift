import WinnowEvaluation

extension Chapter {
  /// Where do I cut?
  static func workingPoints(_ methods: [MethodSummary]) -> Chapter {
    Chapter(
      id: "working-points", title: "Working points",
      text: "Where do I cut? Each figure of merit is maximised on one half of the test events and "
        + "quoted on the other, so that the value is not a lucky one.",
      tables: methods.isEmpty ? [] : [MethodTables(methods).bestCuts, optimal(methods)].compactMap { $0 })
  }

  private static func optimal(_ methods: [MethodSummary]) -> Table? {
    let cuts = methods.flatMap { method in
      (method.figures.optimalCuts ?? []).map { (method.name, $0) }
    }
    guard !cuts.isEmpty else { return nil }
    let warnings = methods.flatMap(warnings)
    return Table(
      title: "Best cut by each figure of merit",
      columns: [
        .init("Method", .left), .init("Figure of merit", .left), .init("Value"), .init("Cut"),
        .init("ε signal"), .init("ε background"), .init("Simulated S, B left"),
      ],
      rows: cuts.map { name, cut in
        [
          name, cut.name, FigureFormat.measured(cut.value), FigureFormat.number(cut.cut),
          FigureFormat.measured(cut.signalEfficiency),
          FigureFormat.measured(cut.backgroundEfficiency),
          "\(FigureFormat.number(cut.effectiveSignal, digits: 3)), "
            + FigureFormat.number(cut.effectiveBackground, digits: 3),
        ]
      },
      note: warnings.isEmpty ? nil : warnings.joined(separator: "; ") + ".")
  }

  /// Each warning of a method once, with the figures of merit that it is for.
  private static func warnings(_ method: MethodSummary) -> [String] {
    let cuts = method.figures.optimalCuts ?? []
    let texts = cuts.compactMap(\.warning).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    return texts.map { text in
      let names = cuts.filter { $0.warning == text }.map(\.name)
      return "\(method.name), \(names.joined(separator: ", ")): \(text)"
    }
  }
}
