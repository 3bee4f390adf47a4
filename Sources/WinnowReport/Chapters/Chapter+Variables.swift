import WinnowEvaluation

extension Chapter {
  /// Which variables are worth having?
  static func variables(_ summary: RunSummary) -> Chapter {
    Chapter(
      id: "variables", title: "Worth of the variables",
      text: "Which variables are worth having? A variable that follows from others is redundant; what "
        + "it is worth to a method shows when the method is trained without it.",
      plots: zip(summary.methods, FileStem.unique(summary.methods.map(\.name))).compactMap {
        retrained($0, stem: $1)
      },
      tables: [
        redundancy(summary.inputs), permutation(summary.methods), smallestSets(summary.methods),
      ].compactMap { $0 })
  }

  private static func redundancy(_ inputs: InputFigures) -> Table? {
    guard let redundancy = inputs.redundancy, !redundancy.isEmpty else { return nil }
    return Table(
      title: "Redundancy: how far each variable follows linearly from the others",
      columns: [
        .init("Variable", .left), .init("R²"), .init("Nearest", .left), .init("Correlation"),
        .init("Mutual information [nat]"),
      ],
      rows: redundancy.map { figures in
        [
          figures.variable, FigureFormat.fixed(figures.squaredMultipleCorrelation, 3),
          figures.nearest, FigureFormat.fixed(figures.correlation, 3),
          information(figures, inputs.correlations),
        ]
      },
      note: "In the class where the variable is less redundant. R² = 1: the others give it exactly. "
        + "Mutual information with the nearest also sees relations that are not linear.")
  }

  private static func permutation(_ methods: [MethodSummary]) -> Table? {
    PermutationDrawing.table(
      methods.map {
        PermutationDrawing(
          .area, of: $0.name, $0.figures.permutation, events: $0.figures.permutedEvents)
      })
  }

  /// With the nearest variable, the smaller one of the classes.
  private static func information(
    _ figures: Redundancy, _ matrices: [CorrelationMatrix]
  ) -> String {
    let values = matrices.compactMap { matrix -> Measured? in
      guard let row = matrix.variables.firstIndex(of: figures.variable),
        let column = matrix.variables.firstIndex(of: figures.nearest),
        let information = matrix.information
      else { return nil }
      return information[row][column]
    }
    return values.min { $0.value < $1.value }.map(FigureFormat.measured) ?? FigureFormat.undefined
  }

  private static func smallestSets(_ methods: [MethodSummary]) -> Table? {
    let rows = methods.compactMap { method -> [String]? in
      guard let study = method.figures.retrainedImportance else { return nil }
      return [
        method.name, "\(study.smallestSet.count) of \(study.losses.count)",
        FigureFormat.measured(study.smallestSetLoss), study.smallestSet.joined(separator: ", "),
      ]
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      title: "Smallest set of variables that is not seen to be worse than all",
      columns: [
        .init("Method", .left), .init("Variables"), .init("AUC lost"), .init("Which", .left),
      ],
      rows: rows)
  }

  private static func retrained(_ method: MethodSummary, stem: String) -> Plot? {
    guard let study = method.figures.retrainedImportance else { return nil }
    return BarDrawing(
      name: "retrained-\(stem)", title: "AUC lost by \(method.name) when trained without a variable",
      description: "Difference in AUC of \(method.name) between all variables and all but one, with "
        + "paired errors, largest on top.",
      axis: "AUC lost"
    ).plot([.init(study.losses.map { Bar($0.variable, $0.loss.value, $0.loss.error) })])
  }
}
