import Foundation
import WinnowEvaluation

extension Chapter {
  /// What do systematic variations do?
  static func systematics(_ methods: [MethodSummary]) -> Chapter {
    let rows = methods.flatMap { method in
      (method.figures.systematics ?? []).map { shift in
        [
          method.name, shift.variation, FigureFormat.measured(shift.auc),
          FigureFormat.measured(shift.change),
        ] + shift.points.map {
          "\(FigureFormat.measured($0.signalEfficiency)) "
            + "(\(FigureFormat.value(of: $0.backgroundEfficiency)))"
        }
      }
    }
    let points = methods.compactMap { $0.figures.systematics?.first?.points }.first ?? []
    return Chapter(
      id: "systematics", title: "Systematic variations",
      text: "What do the variations of the analysis file do to methods that were trained without "
        + "them? Signal (and background) efficiencies are those at the nominal cut.",
      tables: rows.isEmpty
        ? []
        : [
          Table(
            title: "Methods under systematic variations of the test events",
            columns: [
              .init("Method", .left), .init("Variation", .left), .init("AUC"), .init("Change"),
            ] + points.map { .init("Cut for B = \(FigureFormat.fixed($0.background, 2))") },
            rows: rows)
        ])
  }

  /// Would more simulation help?
  static func learning(_ methods: [MethodSummary]) -> Chapter {
    let curves = methods.compactMap { method in
      method.figures.learningCurve.map { (method.name, $0) }
    }
    return Chapter(
      id: "learning-curve", title: "Learning curve",
      text: "Would more simulation help? The curve is A − a n⁻ᵇ, fitted to trainings on parts of the "
        + "events; its band is one standard deviation. The points share their test events and move "
        + "together.",
      plots: curves.isEmpty ? [] : [learningPlot(curves)],
      tables: [learningTable(curves)].compactMap { $0 })
  }

  private static func learningTable(_ curves: [(String, LearningCurve)]) -> Table? {
    let fitted = curves.compactMap { name, curve -> [String]? in
      guard let most = curve.points.last?.events else { return nil }
      guard let fit = curve.fit else {
        return [name, FigureFormat.count(Int(most)), FigureFormat.undefined, FigureFormat.undefined,
          FigureFormat.undefined]
      }
      return [
        name, FigureFormat.count(Int(most)), FigureFormat.measured(fit.auc(events: 2 * most)),
        FigureFormat.measured(fit.auc(events: 10 * most)), FigureFormat.measured(fit.limit),
      ]
    }
    guard !fitted.isEmpty else { return nil }
    return Table(
      title: "AUC with more training events, extrapolated",
      columns: [
        .init("Method", .left), .init("Training events"), .init("2 ×"), .init("10 ×"), .init("limit"),
      ],
      rows: fitted,
      note: "For the same settings; a larger model may learn more from more events. An en dash: the "
        + "points tell no limit.")
  }

  private static func learningPlot(_ curves: [(String, LearningCurve)]) -> Plot {
    let events = curves.flatMap { $0.1.points.map(\.events) }
    let low = max(1, (events.min() ?? 1) / 1.5), high = 12 * (events.max() ?? 10)
    let series = curves.enumerated().flatMap { index, entry -> [Series] in
      let points = entry.1.points.map {
        [$0.events, $0.auc.value, $0.auc.value - $0.auc.error, $0.auc.value + $0.auc.error]
      }
      let data = Series(
        entry.1.fit == nil ? entry.0.fitted(to: 30) : "", .points(filled: true), .method(index),
        columns: ["events", "auc", "low", "high"], rows: points)
      guard let fit = entry.1.fit else { return [data] }
      let line = (0...60).map { step -> [Double] in
        let n = low * pow(high / low, Double(step) / 60)
        let auc = fit.auc(events: n)
        return [n, auc.value, auc.value - auc.error, auc.value + auc.error]
      }
      return [
        Series(
          .band, .method(index), columns: ["events", "low", "high"],
          rows: line.map { [$0[0], $0[2], $0[3]] }),
        Series(
          entry.0.fitted(to: 30), .line, .method(index), columns: ["events", "auc"],
          rows: line.map { Array($0.prefix(2)) }), data,
      ]
    }
    let values = curves.flatMap { $0.1.points.map(\.auc.value) }
    let top = series.flatMap { $0.rows.compactMap(\.last) }.filter(\.isFinite).max() ?? 1
    return Plot(
      name: "learning-curve", title: "AUC against the number of training events",
      description: "AUC with errors against the number of training events for "
        + curves.map(\.0).joined(separator: ", ") + ", with fitted curves up to ten times more.",
      layout: Plot.Layout(width: 640, height: 420),
      panels: [
        Panel(
          x: Axis("Training events", low...high, scale: .logarithmic),
          y: .covering("AUC (test sample)", values + [min(1, top)], below: 0.1, above: 0.08),
          legend: .beside, series: series)
      ])
  }
}
