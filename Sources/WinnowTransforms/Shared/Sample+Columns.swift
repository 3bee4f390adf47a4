import WinnowCore

extension Sample {
  /// The columns of one schema with a function of (variable, value), in double precision, as those of
  /// another.
  func mapColumns(
    of wanted: Schema, to result: Schema, _ function: (Int, Double) -> Double
  ) throws -> Sample {
    let sample = try matching(wanted)
    let columns = sample.columns.enumerated().map { j, column in
      column.map { Float(function(j, Double($0))) }
    }
    return sample.replacing(schema: result, columns: columns)
  }
}

extension Schema {
  /// The same variables on a scale of their own, no longer in GeV or metres.
  var withoutUnits: Schema {
    Schema(features.map { Feature($0.name, expression: $0.expression, title: $0.title) })
  }
}
