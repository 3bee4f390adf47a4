import WinnowEvaluation

/// Tables that compare methods, in TMVA's layout, with errors added.
public struct MethodTables: Sendable {
  public let methods: [MethodSummary]

  public init(_ methods: [MethodSummary]) {
    self.methods = methods
  }

  /// Methods by area under the ROC curve, and what they cost.
  public var ranking: Table {
    Table(
      title: "Methods ranked by area under the ROC curve (test sample)",
      columns: [
        .init("Method", .left), .init("AUC"), .init("⟨S²⟩"), .init("Significance"),
        .init("KS (S)"), .init("KS (B)"), .init("Train"), .init("Apply"), .init("Model"),
      ],
      rows: methods.map { method in
        let figures = method.figures
        return [
          method.name, FigureFormat.measured(figures.auc),
          FigureFormat.measured(figures.separation), FigureFormat.measured(figures.significance),
          FigureFormat.pValue(figures.overtraining.signal.pValue),
          FigureFormat.pValue(figures.overtraining.background.pValue),
          FigureFormat.duration(seconds: method.cost.trainSeconds),
          FigureFormat.duration(nanoseconds: method.cost.applyNsPerEvent),
          FigureFormat.size(bytes: method.cost.modelBytes),
        ]
      },
      note: "⟨S²⟩: separation. Significance: distance of the mean responses in units of their "
        + "widths. KS: p-value of the Kolmogorov–Smirnov test, training against test responses. "
        + "Apply: per event.")
  }

  /// Signal efficiency at the working points of TMVA, test and (training).
  public var efficiencies: Table {
    let points = methods.map(\.figures.efficiency).max { $0.count < $1.count } ?? []
    return Table(
      title: "Signal efficiency at given background efficiency: test sample (training sample)",
      columns: [.init("Method", .left)]
        + points.map { .init("B = \(FigureFormat.fixed($0.background, 2))") },
      rows: methods.map { method in
        let cells = points.map { point in
          method.figures.efficiency.first { $0.background == point.background }
            .map(Self.efficiencyCell) ?? FigureFormat.undefined
        }
        return [method.name] + cells
      })
  }

  private static func efficiencyCell(_ point: EfficiencyPoint) -> String {
    let train = Measured(point.signalTrain.value, point.signal.error)
    return "\(FigureFormat.measured(point.signal)) (\(FigureFormat.value(of: train)))"
  }

  /// Training against test sample.
  public var overtraining: Table {
    Table(
      title: "Overtraining: training sample against test sample",
      columns: [
        .init("Method", .left), .init("AUC (train)"), .init("AUC train − test"),
        .init("D (S)"), .init("p (S)"), .init("D (B)"), .init("p (B)"),
      ],
      rows: methods.map { method in
        let check = method.figures.overtraining
        return [
          method.name, FigureFormat.measured(method.figures.aucTrain),
          FigureFormat.measured(check.loss), FigureFormat.number(check.signal.distance, digits: 2),
          FigureFormat.pValue(check.signal.pValue),
          FigureFormat.number(check.background.distance, digits: 2),
          FigureFormat.pValue(check.background.pValue),
        ]
      },
      note: "D: largest distance of the two cumulative response distributions; p: its p-value.")
  }

  /// The cut with the highest S/√(S+B) for the expected event numbers.
  public var bestCuts: Table {
    Table(
      title: "Cut with the highest S/√(S+B) for the expected event numbers",
      columns: [
        .init("Method", .left), .init("S"), .init("B"), .init("Cut"), .init("S/√(S+B)"),
        .init("ε signal"), .init("ε background"), .init("Simulated B left"),
      ],
      rows: methods.map { method in
        let (scan, best) = (method.figures.cuts, method.figures.cuts.best)
        return [
          method.name, FigureFormat.number(scan.expectedSignal),
          FigureFormat.number(scan.expectedBackground), FigureFormat.number(best.cut),
          FigureFormat.measured(best.significance),
          FigureFormat.measured(best.signalEfficiency),
          FigureFormat.measured(best.backgroundEfficiency),
          FigureFormat.number(best.effectiveBackground),
        ]
      })
  }
}
