import WinnowKernels

/// Features whose bins stand together in memory, row by row; a row lies within one cache line.
struct BinStripe: Sendable {
  let features: Range<Int>
  /// Bytes per row: 16, 32 or 64.
  let stride: Int
  /// Where it begins in the bytes of the sample.
  let start: Int

  /// As few stripes as hold the features, as even as possible.
  static func covering(features: Int, rows: Int, format: BinFormat) -> [BinStripe] {
    var start = 0
    let line = HistogramLayout.stripeWidth
    return evenParts(of: 0..<features, width: line / format.width).map { part in
      let stride = [16, 32, 64].first { $0 >= part.count * format.width } ?? line
      defer { start += stride * rows }
      return BinStripe(features: part, stride: stride, start: start)
    }
  }
}

/// Features of a stripe whose histograms are filled together.
struct BinBlock: Sendable {
  let stripe: Int
  let features: Range<Int>
  let lanes: BlockLanes

  static func covering(_ stripes: [BinStripe], _ index: Int, format: BinFormat) -> [BinBlock] {
    let stripe = stripes[index]
    return evenParts(of: stripe.features, width: HistogramLayout.blockWidth).map { part in
      let lanes = BlockLanes(
        stride: stripe.stride, first: part.lowerBound - stripe.features.lowerBound,
        count: part.count, format: format)
      return BinBlock(stripe: index, features: part, lanes: lanes)
    }
  }
}

/// As few parts of at most `width` as cover a range, as even as possible.
private func evenParts(of range: Range<Int>, width: Int) -> [Range<Int>] {
  let parts = (range.count + width - 1) / width
  return (0..<parts).map {
    range.lowerBound + $0 * range.count / parts..<range.lowerBound + ($0 + 1) * range.count / parts
  }
}
