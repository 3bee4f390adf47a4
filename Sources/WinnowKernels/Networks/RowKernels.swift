/// to ← from. - Precondition: equal sizes.
public func copy(_ from: Span<Float>, into to: inout MutableSpan<Float>) {
  precondition(from.count == to.count, "equal sizes")
  forEachVector(from.count) { place in to.store(from.load(place), place) }
}

/// to ← to + factor · from. - Precondition: equal sizes.
public func add(_ from: Span<Float>, times factor: Float = 1, to: inout MutableSpan<Float>) {
  precondition(from.count == to.count, "equal sizes")
  forEachVector(from.count) { place in
    to.store(to.load(place).addingProduct(from.load(place), Vector(factor)), place)
  }
}

/// to ← a · b, element by element. - Precondition: equal sizes.
public func multiply(_ a: Span<Float>, _ b: Span<Float>, into to: inout MutableSpan<Float>) {
  precondition(a.count == b.count && a.count == to.count, "equal sizes")
  forEachVector(to.count) { place in to.store(a.load(place) * b.load(place), place) }
}

/// sums[j] ← Σᵢ matrix[i, j], added in the order of the rows.
public func sumColumns(
  _ matrix: Span<Float>, rows: Int, into sums: inout MutableSpan<Float>
) {
  let width = sums.count
  precondition(matrix.count == rows * width, "rows of the sums' width")
  forEachVector(width) { column in
    var sum = Vector()
    for row in 0..<rows {
      sum += matrix.load(Place(index: row * width + column.index, lanes: column.lanes))
    }
    sums.store(sum, column)
  }
}

/// How many rows ahead memory is asked for: rows at random come from far away.
private let gatherDistance = 12

/// gathered[i] ← matrix[rows[i]]: picks rows of a matrix of the given width into contiguous memory.
/// - Precondition: the row numbers lie inside the matrix.
public func gatherRows(
  _ rows: Span<Int32>, of matrix: Span<Float>, width: Int, into gathered: inout MutableSpan<Float>
) {
  precondition(gathered.count == rows.count * width, "one gathered row per row number")
  for index in rows.indices {
    let source = Int(rows[index]) * width
    precondition(source >= 0 && source + width <= matrix.count, "row \(rows[index]) is outside")
    if index + gatherDistance < rows.count {
      matrix.prefetch(Int(rows[index + gatherDistance]) * width, count: width)
    }
    forEachVector(width) { place in
      let row = matrix.load(Place(index: source + place.index, lanes: place.lanes))
      gathered.store(row, Place(index: index * width + place.index, lanes: place.lanes))
    }
  }
}

/// Puts one column of values into a row-major matrix of the given width.
public func storeColumn(
  _ values: Span<Float>, at column: Int, of matrix: inout MutableSpan<Float>, width: Int
) {
  precondition(column >= 0 && column < width && matrix.count == values.count * width, "a column")
  let count = values.count
  unsafe values.withUnsafeBufferPointer { values in
    unsafe matrix.withUnsafeMutableBufferPointer { matrix in
      guard let values = values.baseAddress, let matrix = matrix.baseAddress else { return }
      let target = unsafe matrix + column
      for row in 0..<count { unsafe target[row &* width] = values[row] }
    }
  }
}
