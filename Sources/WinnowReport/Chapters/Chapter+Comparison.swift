import WinnowEvaluation

extension Chapter {
  /// Which classifier is better, and is the difference real?
  static func comparison(_ summary: RunSummary) -> Chapter {
    let tables = RunTables(summary), compared = MethodTables(summary.methods)
    let roc = ROCDrawing(
      curves: summary.methods.map { ($0.name, $0.figures.roc, $0.figures.auc) })
    return Chapter(
      id: "comparison", title: "Comparison of the methods",
      text: "Which classifier is better, and is the difference real? " + equalMethods(summary),
      plots: summary.methods.isEmpty ? [] : [roc.rejection, roc.inverse],
      tables: summary.methods.isEmpty
        ? []
        : [tables.differences, compared.efficiencies, overlaps(summary.overlaps ?? [])]
          .compactMap { $0 })
  }

  private static func equalMethods(_ summary: RunSummary) -> String {
    let groups = (summary.equalMethods ?? []).filter { $0.count > 1 }
    guard !summary.comparisons.isEmpty else { return "" }
    guard !groups.isEmpty else {
      return "The test events tell all methods apart (Holm’s procedure, 5 % for all pairs together)."
    }
    let lists = groups.map { $0.joined(separator: ", ") }.joined(separator: "; ")
    return "The test events do not tell these apart (Holm’s procedure, 5 % for all pairs together): "
      + "\(lists)."
  }

  private static func overlaps(_ overlaps: [MethodOverlap]) -> Table? {
    guard let points = overlaps.first?.points, !points.isEmpty else { return nil }
    return Table(
      title: "Events accepted by both methods, of those accepted by either: signal (background)",
      columns: [.init("First", .left), .init("Second", .left)]
        + points.map { .init("B = \(FigureFormat.fixed($0.background, 2))") },
      rows: overlaps.map { pair in
        [pair.first, pair.second] + pair.points.map {
          "\(FigureFormat.measured($0.signal.overlap)) "
            + "(\(FigureFormat.value(of: $0.backgroundShare.overlap)))"
        }
      },
      note: "Methods of equal AUC that overlap little are worth combining.")
  }
}
