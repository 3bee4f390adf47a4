import WinnowCore

/// One variable of the training sample, without the events that do not count.
struct TrainingColumn {
  let name: String
  let values: [Float]
  let weights: [Double]

  /// Leaves out missing values (NaN) and events of weight 0.
  /// - Throws: `badData` for an infinite value, no value at all, or a constant.
  init(_ index: Int, of training: Sample) throws {
    let name = training.schema.names[index]
    let column = training.columns[index]
    let rows = column.indices.filter { !column[$0].isNaN && training.weights[$0] != 0 }
    if let row = rows.first(where: { column[$0].isInfinite }) {
      throw WinnowError(.badData, "the variable “\(name)” is infinite in training event \(row + 1)")
    }
    guard let first = rows.first else {
      throw WinnowError(.badData, "the variable “\(name)” has no value in the training sample")
    }
    guard rows.contains(where: { column[$0] != column[first] }) else {
      throw WinnowError(
        .badData, "the variable “\(name)” is constant (\(column[first])) in the training sample")
    }
    self.name = name
    values = rows.map { column[$0] }
    weights = rows.map { training.weights[$0] }
  }
}
