import WinnowEvaluation

extension Chapter {
  /// Is it overtrained, and does that matter?
  static func overtraining(_ methods: [MethodSummary]) -> Chapter {
    Chapter(
      id: "overtraining", title: "Overtraining",
      text: "Are the methods overtrained, and does that matter? A small p-value says that the "
        + "responses to training and test events differ; the loss of efficiency says what it costs.",
      tables: methods.isEmpty
        ? []
        : [
          MethodTables(methods).overtraining, losses(methods), twoSampleTests(methods),
          slices(methods),
        ].compactMap { $0 })
  }

  private static func losses(_ methods: [MethodSummary]) -> Table? {
    guard let points = methods.compactMap(\.figures.overtraining.efficiencyLoss).first else {
      return nil
    }
    return Table(
      title: "Signal efficiency on training events minus that on test events",
      columns: [.init("Method", .left)]
        + points.map { .init("B = \(FigureFormat.fixed($0.background, 2))") },
      rows: methods.map { method in
        [method.name]
          + (method.figures.overtraining.efficiencyLoss ?? []).map { FigureFormat.measured($0.loss) }
      })
  }

  private static func twoSampleTests(_ methods: [MethodSummary]) -> Table? {
    func cells(_ test: Overtraining.Test) -> [String] {
      [
        p(test.pValue), p(test.permutationPValue), p(test.andersonDarling?.pValue),
        p(test.andersonDarling?.permutationPValue), p(test.energyDistance?.permutationPValue),
      ]
    }
    return Table(
      title: "p-values of equal responses, training against test",
      columns: [.init("Method", .left), .init("Class", .left)]
        + ["KS", "KS, perm.", "AD", "AD, perm.", "Energy, perm."].map { .init($0) },
      rows: methods.flatMap { method in
        [
          [method.name, "signal"] + cells(method.figures.overtraining.signal),
          [method.name, "background"] + cells(method.figures.overtraining.background),
        ]
      },
      note: "KS: Kolmogorov–Smirnov. AD: Anderson–Darling. Energy: energy distance. perm.: by "
        + "permutation of events, which assumes no distribution.")
  }

  private static func slices(_ methods: [MethodSummary]) -> Table? {
    let rows = methods.flatMap { method in
      (method.figures.overtrainingSlices ?? []).flatMap { spectator in
        spectator.slices.map { slice in
          [
            method.name, spectator.spectator,
            "\(FigureFormat.number(slice.lower)) … \(FigureFormat.number(slice.upper))",
            FigureFormat.measured(slice.overtraining.loss),
            p(slice.overtraining.signal.pValue), p(slice.overtraining.background.pValue),
            p(spectator.pValue),
          ]
        }
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      title: "Overtraining in slices of the spectators",
      columns: [
        .init("Method", .left), .init("Spectator", .left), .init("Slice"),
        .init("AUC train − test"), .init("p (S)"), .init("p (B)"), .init("p, all slices"),
      ],
      rows: rows)
  }

  static func p(_ value: Double?) -> String {
    value.map(FigureFormat.pValue) ?? FigureFormat.undefined
  }
}
