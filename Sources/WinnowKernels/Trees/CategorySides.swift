import CIntrinsics

/// The places of values among categories; 255 for a value that is none.
///
/// - Parameters:
///   - categories: rising, filled up with NaN to 255.
///   - codes: as many as values; written.
/// - Complexity: 8 comparisons per value, without branches.
public func findCategories(
  _ values: Span<Float>, categories: Span<Float>, into codes: inout MutableSpan<UInt8>
) {
  // NaN is not below anything, so that the fill counts as +∞ would, and equals nothing.
  findBins(values, edges: categories, into: &codes)
  for index in values.indices {
    let code = codes[unchecked: index]
    let isCategory = code < 255 && categories[unchecked: Int(min(code, 254))] == values[unchecked: index]
    codes[unchecked: index] = isCategory ? code : 255
  }
}

/// The sides of a block of events at a cut on categories, as ranks: 0 goes left, 1 right.
///
/// - Parameters:
///   - codes: `forestBlock`.
///   - left: the codes that go left.
///   - ranks: `forestBlock`; written.
/// - Complexity: with AVX-512 ten instructions for 64 events.
public func rankSides(
  _ codes: Span<UInt8>, left: BinSet, into ranks: inout MutableSpan<UInt8>
) {
  precondition(codes.count == forestBlock && ranks.count == forestBlock)
  unsafe codes.withUnsafeBufferPointer { codes in
    unsafe ranks.withUnsafeMutableBufferPointer { ranks in
      guard let source = codes.baseAddress, let target = ranks.baseAddress else { return }
      unsafe winnow_sides(source, left.a, left.b, left.c, left.d, target)
    }
  }
}
