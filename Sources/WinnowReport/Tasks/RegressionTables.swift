import WinnowEvaluation

/// Tables of a regression.
struct RegressionTables {
  let summary: RegressionSummary

  init(_ summary: RegressionSummary) { self.summary = summary }

  /// A method or a raw estimate, with its figures on one target.
  private struct Entry {
    let name: String
    let figures: DeviationFigures
    let cost: MethodSummary.Cost?
  }

  /// Methods in their order, then the raw estimate.
  private func entries(_ target: Int) -> [Entry] {
    let name = summary.targets[target].name
    return summary.methods.map {
      Entry(name: $0.name, figures: $0.targets[target], cost: $0.cost)
    } + summary.raw.filter { $0.target == name }.map {
      Entry(name: "raw estimate", figures: $0, cost: nil)
    }
  }

  private func title(_ text: String, _ target: Int) -> String {
    let target = summary.targets[target]
    return "\(text): \(target.name)\(target.unit.bracketed)"
  }

  /// Methods by RMS, one table per target.
  var rankings: [Table] {
    summary.targets.indices.map { target in
      Table(
        title: title(
          target == 0 ? "Methods ranked by the RMS of the deviation (test sample)"
            : "Deviations (test sample)", target),
        columns: [
          .init("Method", .left), .init("Bias"), .init("RMS"), .init("σ_eff"), .init("Train"),
          .init("Apply"), .init("Model"),
        ],
        rows: entries(target).map { entry in
          let figures = entry.figures
          return [
            entry.name, FigureFormat.measured(figures.bias), FigureFormat.measured(figures.rms),
            FigureFormat.measured(figures.sigmaEff),
          ] + cells(entry.cost)
        },
        note: "Deviation d: prediction minus target. Bias: its mean. RMS: its spread about the bias. "
          + "σ_eff: half the shortest interval that holds 68.3 %. Apply: per event.")
    }
  }

  private func cells(_ cost: MethodSummary.Cost?) -> [String] {
    guard let cost else { return ["", "", ""] }
    return [
      FigureFormat.duration(seconds: cost.trainSeconds),
      FigureFormat.duration(nanoseconds: cost.applyNsPerEvent),
      FigureFormat.size(bytes: cost.modelBytes),
    ]
  }

  /// TMVA's figures, and what else tells the shape of the deviation, target by target.
  var details: [Table] {
    summary.targets.indices.flatMap { [truncated($0), shapes($0)] }
  }

  private func truncated(_ target: Int) -> Table {
    Table(
      title: title("All events, and those within two RMS of the bias (T)", target),
      columns: [
        .init("Method", .left), .init("Bias"), .init("Bias (T)"), .init("RMS"), .init("RMS (T)"),
        .init("I"), .init("I (T)"),
      ],
      rows: rows(target) {
        [
          $0.bias, $0.biasTruncated, $0.rms, $0.rmsTruncated, $0.mutualInformation,
          $0.mutualInformationTruncated,
        ]
      },
      note: "I: mutual information of prediction and target in nats.")
  }

  private func shapes(_ target: Int) -> Table {
    Table(
      title: title("Shape of the deviation, and linearity", target),
      columns: [
        .init("Method", .left), .init("√⟨d²⟩"), .init("⟨|d|⟩"), .init("Core mean"), .init("Core σ"),
        .init("ρ"), .init("Slope"),
      ],
      rows: rows(target) {
        [$0.rmsAboutZero, $0.meanAbsolute, $0.core.mean, $0.core.sigma, $0.correlation, $0.slope]
      },
      note: "Core: Gaussian fitted within two of its standard deviations. ρ: correlation of prediction and "
        + "target. Slope: of the line of predictions against targets.")
  }

  private func rows(_ target: Int, _ figures: (DeviationFigures) -> [Measured]) -> [[String]] {
    entries(target).map { [$0.name] + figures($0.figures).map(FigureFormat.measured) }
  }

  var overtraining: Table {
    Table(
      title: "Overtraining: training sample against test sample",
      columns: [
        .init("Method", .left), .init("Target", .left), .init("Bias (train)"),
        .init("RMS (train)"), .init("RMS test − train"), .init("D"), .init("p"),
      ],
      rows: summary.methods.flatMap { method in
        method.targets.map { figures in
          let check = figures.overtraining
          return [
            method.name, figures.target, FigureFormat.measured(check.biasTrain),
            FigureFormat.measured(check.rmsTrain), FigureFormat.measured(check.loss),
            FigureFormat.number(check.distance, digits: 2), FigureFormat.pValue(check.pValue),
          ]
        }
      },
      note: "D: largest distance of the two cumulative distributions of the deviation; p: its p-value.")
  }

  var verdicts: [(method: String, text: String)] {
    summary.methods.flatMap { method in
      method.targets.map { figures in
        let of = method.targets.count > 1 ? ", \(figures.target)" : ""
        return (method.name + of, "overtraining " + figures.overtraining.verdict)
      }
    }
  }

  var differences: Table? { differences(of: summary.comparisons) }

  /// The differences from the best method only.
  var differencesFromBest: Table? {
    differences(of: summary.comparisons.with(summary.methods.first?.name))
  }

  private func differences(of comparisons: [RegressionComparison]) -> Table? {
    guard !comparisons.isEmpty else { return nil }
    return Table(
      title: "Differences, first minus second, paired on the same test events",
      columns: [
        .init("First", .left), .init("Second", .left), .init("Target", .left), .init("RMS"),
        .init("σ_eff"), .init("Bias"), .init("p (RMS)"), .init("Verdict", .left),
      ],
      rows: comparisons.map { pair in
        [
          pair.first, pair.second, pair.target, FigureFormat.measured(pair.rms),
          FigureFormat.measured(pair.sigmaEff), FigureFormat.measured(pair.bias),
          pair.pValue.map(FigureFormat.pValue) ?? FigureFormat.undefined,
          pair.verdict,
        ]
      },
      note: "Errors know that the events are the same. The verdict is on the RMS: below "
        + "\(FigureFormat.number(equalitySigmas)) σ methods are called equal within errors.")
  }

  var targets: Table {
    Table(
      title: "Targets (test sample)",
      columns: [
        .init("Target", .left), .init("Unit", .left), .init("Mean"), .init("RMS"),
      ],
      rows: summary.targets.map {
        [$0.name, $0.unit ?? "", FigureFormat.measured($0.mean), FigureFormat.number($0.rms)]
      },
      note: transforms.isEmpty ? nil : transforms.joined(separator: " "))
  }

  private var transforms: [String] {
    summary.targets.filter { !$0.transform.isEmpty }.map { "\($0.name): \($0.transform)" }
  }

  /// Inputs by their mutual information with the first target.
  var inputs: Table {
    let variables = summary.inputs.variables.sorted {
      ($0.targets.first?.information.value ?? 0) > ($1.targets.first?.information.value ?? 0)
    }
    let names = summary.targets.map(\.name)
    return Table(
      title: "Input variables ranked by mutual information with \(names.first ?? "the target")",
      columns: [.init("Variable", .left), .init("Unit", .left), .init("Mean"), .init("RMS")]
        + names.flatMap { [.init("ρ (\($0))"), .init("I (\($0))")] },
      rows: variables.map { variable in
        [
          variable.name, variable.unit ?? "", FigureFormat.measured(variable.mean),
          FigureFormat.number(variable.rms),
        ] + variable.targets.flatMap {
          [FigureFormat.measured($0.correlation), FigureFormat.measured($0.information)]
        }
      },
      note: "Training sample. ρ: linear correlation with the target; I: mutual information in nats.")
  }
}
