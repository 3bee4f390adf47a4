/// products[i] ← Σⱼ matrix[i, j] · vector[j].
///
/// The product with a matrix of one column, where the general matrix product is slow: eight partial sums,
/// of every eighth number, joined in a fixed order.
public func multiplyRows(
  _ matrix: Span<Float>, by vector: Span<Float>, into products: inout MutableSpan<Float>
) {
  let width = vector.count
  precondition(matrix.count == products.count * width, "one row per product")
  unsafe matrix.withUnsafeBufferPointer { matrix in
    unsafe vector.withUnsafeBufferPointer { vector in
      guard let matrix = matrix.baseAddress, let vector = vector.baseAddress else { return }
      for row in products.indices {
        products[row] = unsafe dotProduct(matrix + row &* width, vector, count: width)
      }
    }
  }
}

@inline(__always)
private func dotProduct(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int
) -> Float {
  typealias Eight = SIMD8<Float>
  var sum = Eight()
  let whole = count & ~7
  for k in stride(from: 0, to: whole, by: 8) {
    let left = unsafe UnsafeRawPointer(a + k).loadUnaligned(as: Eight.self)
    unsafe sum.addProduct(left, UnsafeRawPointer(b + k).loadUnaligned(as: Eight.self))
  }
  for k in whole..<count { unsafe sum[k &- whole].addProduct(a[k], b[k]) }
  let four = sum.lowHalf + sum.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
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
