/// Bins of values: the number of edges below each, so that bin b holds edge[b−1] < x ≤ edge[b]; NaN
/// goes to the missing bin.
///
/// - Parameters:
///   - edges: 255 rising upper edges, filled up with +∞.
///   - bins: as many as values; written.
/// - Complexity: 8 comparisons per value, without branches.
public func findBins(_ values: Span<Float>, edges: Span<Float>, into bins: inout MutableSpan<UInt8>) {
  precondition(edges.count == 255 && bins.count == values.count)
  for index in values.indices {
    let x = values[unchecked: index]
    var low = 0
    var step = 128
    while step > 0 {
      low &+= edges[unchecked: low &+ step &- 1] < x ? step : 0
      step &>>= 1
    }
    let bin = UInt8(truncatingIfNeeded: low)
    bins[unchecked: index] = x == x ? bin : HistogramLayout.missingBin
  }
}

/// Puts one feature's bins into its place in the rows of a stripe:
/// stripe[stride · row + lane] = bins[row].
public func interleaveBins(
  _ bins: Span<UInt8>, lane: Int, stride: Int, into stripe: inout MutableSpan<UInt8>
) {
  precondition(0..<stride ~= lane && stripe.count == bins.count * stride)
  for row in bins.indices { stripe[unchecked: row &* stride &+ lane] = bins[unchecked: row] }
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
