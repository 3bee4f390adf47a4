import WinnowCore

/// The rows of each class of a sample that have a weight: events of weight 0 are absent.
struct ClassRows {
  let names: [String]
  let rows: [[Int]]

  /// - Throws: `badData` for a sample without at least two classes, or where the weights of a class have no
  ///   positive sum.
  init(_ sample: Sample) throws {
    guard let labels = sample.labels, sample.classNames.count >= 2 else {
      throw WinnowError(
        .badData, "figures of the inputs need events of two classes; got a sample without classes")
    }
    var rows = [[Int]](repeating: [], count: sample.classNames.count)
    for row in labels.indices where sample.weights[row] != 0 { rows[Int(labels[row])].append(row) }
    for (name, rows) in zip(sample.classNames, rows) {
      var total = WeightSum()
      for row in rows { total.add(sample.weights[row]) }
      try total.requireUsable(name)
    }
    names = sample.classNames
    self.rows = rows
  }
}
