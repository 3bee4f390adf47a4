import WinnowEvaluation
import WinnowMath

extension Chapter {
  /// What probability does a response mean?
  static func probability(_ methods: [MethodSummary]) -> Chapter {
    Chapter(
      id: "probability", title: "Signal probability",
      text: "What probability does a response mean? Each map from response to probability is fitted to "
        + "one part of the test events and judged on another. The model file carries the density "
        + "ratio.",
      plots: methods.isEmpty ? [] : [reliability(methods)] + [rarity(methods)].compactMap { $0 },
      tables: [calibrations(methods), closure(methods)].compactMap { $0 })
  }

  private static func calibrations(_ methods: [MethodSummary]) -> Table? {
    let rows = methods.flatMap { method in
      (method.figures.calibrations ?? []).map { figures in
        [
          method.name, figures.name, FigureFormat.measured(figures.brier),
          FigureFormat.number(figures.reliability, digits: 2),
          FigureFormat.number(figures.resolution, digits: 3),
          FigureFormat.measured(figures.logLoss), FigureFormat.measured(figures.expectedError),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      title: "How well the probabilities hold",
      columns: [
        .init("Method", .left), .init("Map", .left), .init("Brier score"), .init("Reliability"),
        .init("Resolution"), .init("Log-loss"), .init("Calibration error"),
      ],
      rows: rows,
      note: "Brier score = reliability − resolution + f(1 − f); reliability is 0 where the probability "
        + "may be believed. Low is good, but for the resolution.")
  }

  private static func closure(_ methods: [MethodSummary]) -> Table? {
    let worst = methods.compactMap { method in
      (method.figures.closure ?? []).max { $0.distanceAfter < $1.distanceAfter }
        .map { (method.name, $0) }
    }
    guard !worst.isEmpty else { return nil }
    return Table(
      title: "Closure: background weighted to signal, the variable that agrees least",
      columns: [
        .init("Method", .left), .init("Variable", .left), .init("D before"), .init("D after"),
        .init("p after"),
      ],
      rows: worst.map { name, figures in
        [
          name, figures.variable, FigureFormat.number(figures.distanceBefore, digits: 3),
          FigureFormat.number(figures.distanceAfter, digits: 3), p(figures.pValueAfter),
        ]
      },
      note: "D: largest distance of the cumulative distributions of signal and background, before and "
        + "after background is weighted by the density ratio of the response.")
  }

  /// Observed signal fraction against predicted probability, all methods.
  private static func reliability(_ methods: [MethodSummary]) -> Plot {
    let series = methods.enumerated().flatMap { index, method -> [Series] in
      let curve = method.figures.probability
      let rows = zip(curve.predicted, curve.observed).map {
        [$0, $1.value, $1.value - $1.error, $1.value + $1.error]
      }
      return [
        Series(
          method.name.fitted(to: 30), .line, .method(index), columns: ["predicted", "observed"],
          rows: rows.map { Array($0.prefix(2)) }),
        Series(
          .points(filled: true), .method(index),
          columns: ["predicted", "observed", "low", "high"], rows: rows),
      ]
    }
    return Plot(
      name: "reliability", title: "Observed signal fraction against predicted probability",
      description: "Reliability of the signal probability of "
        + methods.map(\.name).joined(separator: ", ") + ", with errors; the diagonal is perfect.",
      layout: Plot.Layout(width: 960, height: 480),
      panels: [
        Panel(
          x: Axis("Predicted signal probability", 0...1), y: Axis("Observed signal fraction", 0...1.02),
          legend: .beside,
          series: [Series(.line, .guide, columns: ["x", "y"], rows: [[0, 0], [1, 1]])] + series)
      ])
  }

  /// The rarity of the best method that has one.
  private static func rarity(_ methods: [MethodSummary]) -> Plot? {
    guard let method = methods.first(where: { $0.figures.rarity != nil }),
      let rarity = method.figures.rarity
    else { return nil }
    let densities = [rarity.signal, rarity.background].map { $0.normalized() }
    return Plot(
      name: "rarity", title: "Rarity of \(method.name)",
      description: "Distribution of the rarity of \(method.name): flat for background by definition, "
        + "near one for signal.",
      panels: [
        Panel(
          x: Axis("Rarity R(y)", 0...1),
          y: .density("(1/N) dN/dR", of: densities, headroom: 1.35), legend: .top(rows: 1),
          series: [
            Series(
              "Signal", .filledHistogram, .signal, columns: ["left_edge", "density"],
              rows: densities[0].steps()),
            Series(
              "Background", .points(filled: false), .backgroundPoints,
              columns: ["center", "density", "low", "high"], rows: densities[1].points()),
          ])
      ])
  }
}
