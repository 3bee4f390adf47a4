import WinnowEvaluation

/// Tables of the densities that methods of a regression predict.
struct DensityTables {
  let summary: RegressionSummary

  private var methods: [RegressionMethod] { summary.methods.filter { !$0.densities.isEmpty } }

  /// One per target.
  var closures: [Table] {
    summary.targets.indices.map { target in
      Table(
        title: "Closure of the predicted densities: \(summary.targets[target].name)",
        columns: [
          .init("Method", .left), .init("Density", .left), .init("⟨−ln p⟩"), .init("Pull mean"),
          .init("Pull width"), .init("68.3 %"), .init("95 %"), .init("PIT p"),
        ],
        rows: methods.map { method in
          let figures = method.densities[target]
          let measured = [
            figures.negativeLogLikelihood, figures.pullMean, figures.pullWidth, figures.coverage68,
            figures.coverage95,
          ]
          return [method.name, figures.density] + measured.map(FigureFormat.measured)
            + [figures.flatness.pValue.map(FigureFormat.pValue) ?? FigureFormat.undefined]
        },
        note: "Test sample. ⟨−ln p⟩: smaller is better. Pull: Φ⁻¹(P(Y ≤ y)), of mean 0 and width 1 where "
          + "densities are right. 68.3 %, 95 %: shares of events inside the predicted central intervals. "
          + "PIT p: of a flat P(Y ≤ y).")
    }
  }

  /// Of events that had to be left out.
  var verdicts: [(method: String, text: String)] {
    methods.flatMap { method in
      method.densities.filter { $0.outside > 0 }.map {
        (method.name, "\($0.outside) events lie where the density of \($0.target) has no value; they are left out")
      }
    }
  }

  var differences: Table? {
    guard !summary.densityComparisons.isEmpty else { return nil }
    return Table(
      title: "Differences of ⟨−ln p⟩, first minus second, paired on the same test events",
      columns: [
        .init("First", .left), .init("Second", .left), .init("Target", .left), .init("Difference"),
        .init("p"),
      ],
      rows: summary.densityComparisons.map { pair in
        [
          pair.first, pair.second, pair.target, FigureFormat.measured(pair.difference),
          pair.pValue.map(FigureFormat.pValue) ?? FigureFormat.undefined,
        ]
      },
      note: "Below 0 the first describes the events better.")
  }
}
