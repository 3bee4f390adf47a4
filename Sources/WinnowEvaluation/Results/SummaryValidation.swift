import WinnowCore
import WinnowMath

/// Checks of a summary that came from a file: arrays that belong together must have one length.
enum SummaryValidation {
  /// - Throws: `badData` naming the figure.
  static func check(_ summary: RunSummary, at place: SourceLocation) throws {
    try check(
      summary.inputs.variables, summary.inputs.correlations, "inputs", at: place)
    for (index, inputs) in summary.inputs.transformed.enumerated() {
      try check(
        inputs.variables, inputs.correlations, "inputs.transformed[\(index)]", at: place)
    }
    for method in summary.methods {
      try check(method.figures, "methods.\(method.name)", at: place)
      for boundary in method.figures.boundaries ?? [] {
        let points = (boundary.response + boundary.probability).flatMap(\.lines).flatMap(\.points)
        try requireEqual([2] + points.map(\.count), "methods.\(method.name).boundaries", place)
      }
    }
    for plane in summary.planes ?? [] {
      try requireEqual(
        [2] + (plane.signal + plane.background).map(\.count), "planes.\(plane.x.name)", place)
    }
    if let parallel = summary.inputs.parallel { try check(parallel, at: place) }
  }

  private static func check(_ parallel: ParallelCoordinates, at place: SourceLocation) throws {
    for part in parallel.classes {
      let lengths = [
        part.lowerQuartile, part.median, part.medianLow, part.medianHigh, part.upperQuartile,
      ] + part.events
      try requireEqual(
        [parallel.variables.count] + lengths.map(\.count), "inputs.parallel.\(part.name)", place)
    }
  }

  /// - Throws: `badData` naming the figure.
  static func check(_ summary: RegressionSummary, at place: SourceLocation) throws {
    try check([], [summary.inputs.correlations], "inputs", at: place)
    let named = summary.methods.flatMap { method in
      method.targets.map { ("methods.\(method.name).\($0.target)", $0) }
    } + summary.raw.map { ("raw.\($0.target)", $0) }
    for (name, figures) in named {
      for profile in figures.profiles {
        try requireEqual(
          [
            profile.edges.count - 1, profile.centers.count, profile.bias.count, profile.rms.count,
            profile.sigmaEff.count, profile.effective.count,
          ], "\(name).profiles.\(profile.quantity)", place)
      }
    }
    try requireEqual(
      [summary.targets.count] + summary.methods.map(\.targets.count), "methods.targets", place)
  }

  /// - Throws: `badData` naming the figure.
  static func check(_ summary: MulticlassSummary, at place: SourceLocation) throws {
    try check(summary.inputs.variables, summary.inputs.correlations, "inputs", at: place)
    for method in summary.methods {
      let figures = method.figures
      try requireEqual(
        [figures.classes.count, figures.oneAgainstRest.count, figures.confusion.count]
          + figures.confusion.map(\.count), "methods.\(method.name).confusion", place)
      for contrast in figures.oneAgainstRest + figures.pairwise {
        let curve = contrast.roc
        try requireEqual(
          [
            curve.cut, curve.signal, curve.background, curve.signalError, curve.backgroundError,
          ].map(\.count), "methods.\(method.name).\(contrast.name).roc", place)
      }
    }
  }

  private static func check(
    _ variables: [VariableFigures], _ correlations: [CorrelationMatrix], _ name: String,
    at place: SourceLocation
  ) throws {
    for variable in variables {
      try requireEqual(
        [variable.classes.count, variable.histograms.count], "\(name).\(variable.name)", place)
    }
    for matrix in correlations {
      let rows = matrix.values.map(\.count)
      let errors = matrix.errors?.map(\.count) ?? rows
      let information = matrix.information?.map(\.count) ?? rows
      let lengths = [matrix.variables.count, rows.count, errors.count, information.count]
      try requireEqual(
        lengths + rows + errors + information, "\(name).correlations.\(matrix.name)", place)
    }
  }

  private static func check(
    _ figures: MethodFigures, _ name: String, at place: SourceLocation
  ) throws {
    for (key, curve) in [("roc", figures.roc), ("roc_train", figures.rocTrain)] {
      let lengths = [
        curve.cut, curve.signal, curve.background, curve.signalError, curve.backgroundError,
      ]
      try requireEqual(lengths.map(\.count), "\(name).\(key)", place)
    }
    let cuts = figures.cuts
    try requireEqual(
      [
        cuts.cut, cuts.signalEfficiency, cuts.backgroundEfficiency, cuts.purity,
        cuts.significance,
      ].map(\.count), "\(name).cuts", place)
    let curve = figures.probability
    try requireEqual(
      [curve.response, curve.probability, curve.error].map(\.count), "\(name).probability", place)
    try requireEqual(
      [curve.predicted.count, curve.observed.count], "\(name).probability.observed", place)
    for curve in figures.forest?.dependence ?? [] {
      try requireEqual(
        [curve.values.count, curve.scores.count], "\(name).forest.dependence.\(curve.name)", place)
    }
    for shape in figures.sculpting ?? [] {
      let cuts = shape.cuts.flatMap { [$0.signalEfficiency.count, $0.backgroundEfficiency.count] }
      try requireEqual(
        [shape.edges.count - 1, shape.rejectionAtHalf.count] + cuts,
        "\(name).sculpting.\(shape.spectator)", place)
    }
  }

  private static func requireEqual(
    _ counts: [Int], _ name: String, _ place: SourceLocation
  ) throws {
    guard Set(counts).count <= 1 else {
      throw WinnowError(
        .badData, "the arrays of “\(name)” have different lengths: "
          + counts.map(String.init).joined(separator: ", "), at: place)
    }
  }
}
