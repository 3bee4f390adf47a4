import WinnowCore

extension InputFigures {
  /// Figures of the original variables, with those of transformed inputs beside them.
  /// - Throws: `badData` for a sample without two classes of events.
  /// - Complexity: O(events × variables²).
  public init(
    _ sample: Sample, transformed: [TransformedInputs] = [],
    options: EvaluationOptions = EvaluationOptions()
  ) throws {
    let figures = try VariableSetFigures(sample, bins: options.bins)
    self.init(
      variables: figures.variables, correlations: figures.correlations, transformed: transformed)
    parallel = ParallelCoordinates(sample, classes: try ClassRows(sample))
  }
}

extension TransformedInputs {
  /// Figures of the inputs as some methods see them.
  /// - Parameters:
  ///   - chain: the transforms as written in the analysis file.
  ///   - methods: the names of the methods that use the chain.
  ///   - sample: the events after the transforms.
  /// - Throws: `badData` for a sample without two classes of events.
  public init(
    chain: String, methods: [String], sample: Sample,
    options: EvaluationOptions = EvaluationOptions()
  ) throws {
    let figures = try VariableSetFigures(sample, bins: options.bins)
    self.init(
      chain: chain, methods: methods, variables: figures.variables,
      correlations: figures.correlations)
  }
}

/// What is shown of a set of variables, transformed or not.
private struct VariableSetFigures {
  let variables: [VariableFigures]
  let correlations: [CorrelationMatrix]

  init(_ sample: Sample, bins: Int) throws {
    let classes = try ClassRows(sample)
    variables = sample.schema.features.indices.map {
      VariableFigures(sample, variable: $0, classes: classes, bins: bins)
    }
    correlations = zip(classes.names, classes.rows).map {
      CorrelationMatrix(sample, rows: $1, name: $0)
    }
  }
}
