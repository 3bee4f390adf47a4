extension Sample {
  /// The events of the given rows, in that order. - Complexity: O(rows × columns).
  public func selecting(_ rows: [Int]) -> Sample {
    Sample(
      schema: schema,
      columns: columns.map { column in rows.map { column[$0] } },
      weights: rows.map { weights[$0] },
      truth: truth.selecting(rows),
      spectators: spectators.map { Spectator($0.name, $0.values.selecting(rows)) })
  }

  /// The same events with other inputs.
  public func replacing(schema: Schema, columns: [[Float]]) -> Sample {
    Sample(
      schema: schema, columns: columns, weights: weights, truth: truth, spectators: spectators)
  }

  /// The same events with other weights.
  public func replacing(weights: [Double]) -> Sample {
    Sample(
      schema: schema, columns: columns, weights: weights, truth: truth, spectators: spectators)
  }

  /// The columns that a schema names, in its order.
  /// - Throws: `badData` naming the missing column and the nearest one there is.
  public func matching(_ wanted: Schema) throws -> Sample {
    if wanted.names == schema.names { return self }
    let picked = try wanted.names.map { name in
      guard let index = schema.index(of: name) else {
        throw WinnowError(
          .badData, "the input variable “\(name)” is missing"
            + Spelling.hint(for: name, in: schema.names))
      }
      return columns[index]
    }
    return replacing(schema: wanted, columns: picked)
  }

  /// Class labels, where the truth is classes.
  public var labels: [UInt8]? {
    if case .classes(_, let labels) = truth { return labels }
    return nil
  }

  public var classNames: [String] {
    if case .classes(let names, _) = truth { return names }
    return []
  }

  /// The rows of one class.
  public func rows(ofClass index: Int) -> [Int] {
    guard let labels else { return [] }
    return labels.indices.filter { Int(labels[$0]) == index }
  }

  public func spectator(named name: String) -> Spectator? {
    spectators.first { $0.name == name }
  }
}

extension Truth {
  func selecting(_ rows: [Int]) -> Truth {
    switch self {
    case .none: .none
    case .classes(let names, let labels): .classes(names: names, labels: rows.map { labels[$0] })
    case .targets(let names, let values):
      .targets(names: names, values: values.map { column in rows.map { column[$0] } })
    }
  }
}
