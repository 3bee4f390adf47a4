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

  /// The columns of a schema for a transform that mixes them.
  /// - Throws: `badData` where a value is missing (NaN).
  func completeColumns(of wanted: Schema) throws -> [[Float]] {
    let columns = try matching(wanted).columns
    for (name, column) in zip(wanted.names, columns) {
      guard let row = column.firstIndex(where: { $0.isNaN }) else { continue }
      throw WinnowError(
        .badData, "the variable “\(name)” is missing in event \(row + 1); a transform that mixes "
          + "variables needs all of them")
    }
    return columns
  }

  /// - Throws: `badData` where an event of weight other than 0 lacks a number that transforms that mix
  ///   variables learn from.
  func requireNumbersToLearn() throws {
    for (name, column) in zip(schema.names, columns) {
      let bad = column.indices.first { !column[$0].isFinite && weights[$0] != 0 }
      guard let bad else { continue }
      throw WinnowError(
        .badData,
        "the variable “\(name)” is \(column[bad].isNaN ? "missing" : "infinite") in training event "
          + "\(bad + 1); a transform that mixes variables needs all of them")
    }
  }
}

extension Schema {
  /// The same variables on a scale of their own, no longer in GeV or metres.
  var withoutUnits: Schema {
    Schema(features.map { Feature($0.name, expression: $0.expression, title: $0.title) })
  }
}
