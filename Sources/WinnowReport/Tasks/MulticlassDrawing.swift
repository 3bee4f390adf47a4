import WinnowEvaluation

/// All plots of a classification with three classes or more, by their place in the report.
struct MulticlassDrawing {
  /// ROC curves of all methods, one class against the rest.
  let curves: [RunPlots.Group]
  /// One list per method, in the order of the summary.
  let methods: [[Plot]]
  let inputs: [RunPlots.Group]

  var all: [Plot] { (curves + inputs).flatMap(\.plots) + methods.flatMap { $0 } }

  init(_ summary: MulticlassSummary) {
    let classes = summary.methods.first?.figures.classes ?? []
    curves = [
      RunPlots.Group(
        title: "Each class against the rest",
        plots: classes.indices.map { index in
          ROCDrawing(
            curves: summary.methods.map {
              let contrast = $0.figures.oneAgainstRest[index]
              return ($0.name, contrast.roc, contrast.auc)
            }
          ).rejection(of: classes[index], name: "roc-class-\(index + 1)")
        })
    ]
    let stems = FileStem.unique(summary.methods.map(\.name))
    methods = zip(summary.methods, stems).map { method, stem in
      [Self.confusion(method, stem: stem)] + [Self.pairs(method, stem: stem)].compactMap { $0 }
        + RecordDrawing(identity: method.identity, record: method.record, stem: stem).plots
        + [summary.permutation(of: method).plot(named: "permutation-\(stem)")].compactMap { $0 }
    }
    inputs = RunPlots.inputGroups(summary.inputs)
  }

  /// The matrix as coloured cells, in per cent.
  private static func confusion(_ method: MulticlassMethod, stem: String) -> Plot {
    let classes = method.figures.classes
    let rows = method.figures.confusion.enumerated().flatMap { truth, decisions in
      decisions.enumerated().map { [Double($0), Double(truth), $1.value, $1.error] }
    }
    let columns = ["decision", "truth", "fraction", "error"]
    // In small cells there is room for the fractions alone.
    let size = classes.count > 8 ? 8 : 12, drawn = classes.count > 5 ? 3 : 4
    let range = -0.5...(Double(classes.count) - 0.5)
    return Plot(
      name: "confusion-\(stem)", title: "Confusion matrix of \(method.name)",
      description: "Decision for each class by \(method.name), in per cent of the class; the diagonal is "
        + "right.",
      layout: Plot.Layout(width: 480, height: 420),
      panels: [
        Panel(
          x: Axis("Decision", range, ticks: .names(classes, upright: classes.count > 4)),
          y: Axis("Truth", range, ticks: .names(classes, upright: false), isReversed: true),
          series: [
            Series(.cells(isSigned: false), .black, columns: columns, rows: rows),
            Series(
              .cellNumbers(size: size), .black, columns: Array(columns.prefix(drawn)),
              rows: rows.map { Array($0.prefix(drawn)) }),
          ])
      ])
  }

  /// Pairs of classes drawn for one method.
  private static let largestPairs = 6

  /// ROC curves of each class against each later one; nil where there are too many to tell apart.
  private static func pairs(_ method: MulticlassMethod, stem: String) -> Plot? {
    let classes = method.figures.classes
    let contrasts = method.figures.pairwise.filter { contrast in
      guard let i = classes.firstIndex(of: contrast.name), let other = contrast.against,
        let j = classes.firstIndex(of: other)
      else { return false }
      return i < j
    }
    guard contrasts.count <= largestPairs else { return nil }
    return ROCDrawing(
      curves: contrasts.map { ("\($0.name) / \($0.against ?? "")", $0.roc, $0.auc) }
    ).rejection(of: "pairs by \(method.name)", name: "pairs-\(stem)")
  }
}
