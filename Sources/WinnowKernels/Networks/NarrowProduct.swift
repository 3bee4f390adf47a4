/// products[i] ← Σⱼ matrix[i, j] · vector[j].
///
/// The product with a matrix of one column, where the general matrix product is slow. The order of
/// the sum depends on the vector's length alone.
public func multiplyRows(
  _ matrix: Span<Float>, by vector: Span<Float>, into products: inout MutableSpan<Float>
) {
  let width = vector.count
  precondition(matrix.count == products.count * width, "one row per product")
  for row in products.indices {
    var sum = Vector()
    forEachVector(width) { place in
      let part = matrix.load(Place(index: row * width + place.index, lanes: place.lanes))
      sum.addProduct(part, vector.load(place))
    }
    products[row] = sum.sum()
  }
}

/// outer[i, j] ← column[i] · row[j].
public func multiplyOuter(
  _ column: Span<Float>, _ row: Span<Float>, into outer: inout MutableSpan<Float>
) {
  let width = row.count
  precondition(outer.count == column.count * width, "one row per element of the column")
  for index in column.indices {
    let factor = Vector(column[index])
    forEachVector(width) { place in
      let target = Place(index: index * width + place.index, lanes: place.lanes)
      outer.store(factor * row.load(place), target)
    }
  }
}

/// sums[j] ← Σᵢ factors[i] · matrix[i, j], added in the order of the rows.
public func sumRows(
  _ matrix: Span<Float>, times factors: Span<Float>, into sums: inout MutableSpan<Float>
) {
  let width = sums.count
  precondition(matrix.count == factors.count * width, "one factor per row")
  forEachVector(width) { column in
    var sum = Vector()
    for row in factors.indices {
      let part = matrix.load(Place(index: row * width + column.index, lanes: column.lanes))
      sum.addProduct(part, Vector(factors[row]))
    }
    sums.store(sum, column)
  }
}
