/// Bins of values: the number of edges below each, so that bin b holds edge[b−1] < x ≤ edge[b]; NaN
/// goes to the missing bin.
///
/// - Parameters:
///   - edges: rising upper edges, filled up with +∞: 255, or for words one less than some power of two.
///   - bins: the bins' bytes, as many as values; written.
/// - Complexity: log₂ of the edges per value, without branches.
public func findBins(
  _ values: Span<Float>, edges: Span<Float>, format: BinFormat = .bytes,
  into bins: inout MutableSpan<UInt8>
) {
  precondition(bins.count == values.count * format.width)
  if format.width == 1 {
    precondition(edges.count == 255)
    find(values, edges, step: 128, UInt8.self, &bins)
  } else {
    precondition((edges.count + 1).nonzeroBitCount == 1 && edges.count <= UInt16.max)
    find(values, edges, step: (edges.count + 1) / 2, UInt16.self, &bins)
  }
}

@inline(__always)
private func find<Bin: StoredBin>(
  _ values: Span<Float>, _ edges: Span<Float>, step first: Int, _: Bin.Type,
  _ bins: inout MutableSpan<UInt8>
) {
  unsafe bins.withUnsafeMutableBufferPointer { bins in
    guard let bins = bins.baseAddress else { return }
    for index in values.indices {
      let x = values[unchecked: index]
      var low = 0
      var step = first
      while step > 0 {
        low &+= edges[unchecked: low &+ step &- 1] < x ? step : 0
        step &>>= 1
      }
      let bin = Bin(truncatingIfNeeded: low)
      unsafe bins.setBin(index, x == x ? bin : Bin.max)
    }
  }
}

/// Puts one feature's bins into its place in the rows of a stripe, missing ones as the last slot of a
/// histogram: stripe[stride · row + lane] = bins[row].
///
/// - Parameters:
///   - lane: the feature's place in the row, in bins.
///   - stride: bytes of a row.
public func interleaveBins(
  _ bins: Span<UInt8>, lane: Int, stride: Int, format: BinFormat = .bytes,
  into stripe: inout MutableSpan<UInt8>
) {
  let width = format.width
  precondition(0..<stride ~= lane * width && stripe.count * width == bins.count * stride)
  if width == 1 {
    for row in bins.indices { stripe[unchecked: row &* stride &+ lane] = bins[unchecked: row] }
    return
  }
  unsafe stripe.withUnsafeMutableBufferPointer { stripe in
    guard let target = stripe.baseAddress else { return }
    for row in 0..<bins.count / width {
      let slot = min(bin(bins, row, format), format.slots - 1)
      unsafe target.setBin(row &* stride / width &+ lane, UInt16(slot))
    }
  }
}

/// Sorts words by their high 32 bits, keeping the order of equals (radix sort, 11 bits a pass).
///
/// - Parameter scratch: as many words; overwritten.
/// - Complexity: O(count).
public func sortByHighHalf(_ words: inout [UInt64], scratch: inout [UInt64]) {
  precondition(scratch.count == words.count)
  for shift in [32, 43, 54] as [UInt64] {
    var places = [Int](repeating: 0, count: 2049)
    for word in words { places[Int(word &>> shift & 0x7FF) + 1] += 1 }
    for digit in 1...2048 { places[digit] += places[digit - 1] }
    for word in words {
      let digit = Int(word &>> shift & 0x7FF)
      scratch[places[digit]] = word
      places[digit] += 1
    }
    swap(&words, &scratch)
  }
}
