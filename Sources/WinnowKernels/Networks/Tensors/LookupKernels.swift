/// outputs[i] ← table[indices[i]], row by row of the table's width. An index that is not a whole number of
/// a row gives NaN, so that the loss shows it.
public func lookUp(
  _ indices: Span<Float>, in table: Span<Float>, width: Int,
  into outputs: inout MutableSpan<Float>
) {
  precondition(outputs.count == indices.count * width, "one row per index")
  for index in indices.indices {
    let row = tableRow(indices[index], rows: table.count / width)
    forEachVector(width) { place in
      let target = Place(index: index * width + place.index, lanes: place.lanes)
      guard let row else { return outputs.store(Vector(.nan), target) }
      outputs.store(
        table.load(Place(index: row * width + place.index, lanes: place.lanes)), target)
    }
  }
}

/// gradient[indices[i]] ← gradient[indices[i]] + upstream[i]: the derivative of the above with respect to
/// the table, added in order.
public func addRows(
  _ upstream: Span<Float>, at indices: Span<Float>, width: Int,
  to gradient: inout MutableSpan<Float>
) {
  precondition(upstream.count == indices.count * width, "one row per index")
  for index in indices.indices {
    guard let row = tableRow(indices[index], rows: gradient.count / width) else { continue }
    forEachVector(width) { place in
      let target = Place(index: row * width + place.index, lanes: place.lanes)
      let more = upstream.load(Place(index: index * width + place.index, lanes: place.lanes))
      gradient.store(gradient.load(target) + more, target)
    }
  }
}

/// outputs[i, j] ← 1 where j is indices[i], else 0; NaN where that is no whole number below the count.
public func oneHot(
  _ indices: Span<Float>, count: Int, into outputs: inout MutableSpan<Float>
) {
  precondition(outputs.count == indices.count * count, "one row per index")
  for index in indices.indices {
    let hot = tableRow(indices[index], rows: count)
    for column in 0..<count {
      outputs[index * count + column] = hot.map { $0 == column ? 1 : 0 } ?? .nan
    }
  }
}

private func tableRow(_ index: Float, rows: Int) -> Int? {
  guard let row = Int(exactly: index), row >= 0, row < rows else { return nil }
  return row
}
