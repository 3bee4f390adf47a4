import Testing
import WinnowKernels
import WinnowMath

/// Rows with random bins and derivatives, and the naive twins of the kernels on them.
struct HistogramCase {
  let width: Int
  let sampleRows: Int
  var entries: [RowEntry] = []
  var bins: [UInt8] = []

  init(width: Int, rows: Int, sampleRows: Int, seed: UInt64) {
    self.width = width
    self.sampleRows = sampleRows
    var random = CounterRandom(seed: seed)
    bins = (0..<sampleRows * 16).map { _ in UInt8.random(in: 0...255, using: &random) }
    entries = (0..<rows).map { _ in
      RowEntry(
        row: Int.random(in: 0..<sampleRows, using: &random),
        gradient: Int32.random(in: -1000...1000, using: &random),
        hessian: Int32.random(in: -500...500, using: &random))
    }
  }

  func naive(feature: Int, bin: Int) -> BinSums {
    var sums = BinSums()
    for entry in entries where Int(bins[entry.row * 16 + feature]) == bin {
      sums.gradient += entry.gradient
      sums.hessian += entry.hessian
      sums.count += 1
    }
    return sums
  }

  func wide() -> [Int64] {
    var narrow = [Int64](repeating: 0, count: width * 256)
    // What it held before is forgotten.
    var wide = [Int64](repeating: 0x55, count: width * 512)
    var narrowSpan = narrow.mutableSpan, wideSpan = wide.mutableSpan
    for first in stride(from: 0, to: entries.count, by: HistogramLayout.narrowRows) {
      let range = first..<min(entries.count, first + HistogramLayout.narrowRows)
      accumulateHistogram(
        entries.span.extracting(range), bins: bins.span,
        lanes: BlockLanes(stride: 16, first: 0, count: width), into: &narrowSpan)
      flushHistogram(&narrowSpan, format: .bytes, replaces: first == 0, into: &wideSpan)
    }
    return wide
  }
}

@Suite struct TreesHistogramTests {
  @Test(arguments: 1...16)
  func everyWidthEqualsTheNaiveTwin(width: Int) {
    let data = HistogramCase(width: width, rows: 700, sampleRows: 300, seed: UInt64(width))
    let wide = data.wide()
    for feature in 0..<width {
      let span = wide.span.extracting(feature * 512..<(feature + 1) * 512)
      for bin in 0..<256 {
        let sums = histogramBin(span, bin)
        #expect(sums == data.naive(feature: feature, bin: bin))
      }
    }
  }

  @Test(arguments: [(32, 5, [0, 3]), (64, 20, [1, 2, 7])])
  func drawnFeaturesEqualThoseOfAWholeBlock(stride: Int, first: Int, drawn: [Int]) {
    let whole = HistogramCase(width: 8, rows: 500, sampleRows: 200, seed: 9)
    var bins = [UInt8](repeating: 77, count: 200 * stride)
    for row in 0..<200 {
      for lane in 0..<8 { bins[row * stride + first + lane] = whole.bins[row * 16 + lane] }
    }
    var narrow = [Int64](repeating: 0, count: 8 * 256), wide = [Int64](repeating: 0, count: 8 * 512)
    var narrowSpan = narrow.mutableSpan, wideSpan = wide.mutableSpan
    let features = drawn.map { $0 + 40 }
    accumulateHistogram(
      whole.entries.span, bins: bins.span,
      lanes: BlockLanes(stride: stride, first: first, count: 8),
      drawn: DrawnFeatures(features.span, first: 40),
      into: &narrowSpan)
    flushHistogram(&narrowSpan, format: .bytes, replaces: false, into: &wideSpan)
    let expected = whole.wide()
    for feature in 0..<8 {
      let part = feature * 512..<(feature + 1) * 512
      #expect(
        wide[part].elementsEqual(drawn.contains(feature) ? Array(expected[part])
          : [Int64](repeating: 0, count: 512)))
    }
  }

  @Test(arguments: [nil, [41, 44]])
  func twoByteBinsEqualTheNaiveTwin(drawn: [Int]?) {
    let format = BinFormat(bins: 700), narrowCase = HistogramCase(width: 5, rows: 900, sampleRows: 200, seed: 4)
    // A bin of one byte and a multiple of it that needs two.
    func wideBin(_ bin: UInt8) -> Int { Int(bin) * 3 % format.slots }
    var bytes = [UInt8](repeating: 0, count: 200 * 32)
    for row in 0..<200 {
      for lane in 0..<5 {
        let bin = wideBin(narrowCase.bins[row * 16 + lane])
        bytes[row * 32 + 2 * lane + 4] = UInt8(bin & 255)
        bytes[row * 32 + 2 * lane + 5] = UInt8(bin >> 8)
      }
    }
    var narrow = [Int64](repeating: 0, count: 5 * format.slots)
    var wide = [Int64](repeating: 0, count: 5 * format.wideStride)
    var narrowSpan = narrow.mutableSpan, wideSpan = wide.mutableSpan
    let lanes = BlockLanes(stride: 32, first: 2, count: 5, format: format)
    if let drawn {
      accumulateHistogram(
        narrowCase.entries.span, bins: bytes.span, lanes: lanes,
        drawn: DrawnFeatures(drawn.span, first: 40), into: &narrowSpan)
    } else {
      accumulateHistogram(narrowCase.entries.span, bins: bytes.span, lanes: lanes, into: &narrowSpan)
    }
    flushHistogram(&narrowSpan, format: format, replaces: false, into: &wideSpan)
    for feature in 0..<5 {
      let words = wide.span.extracting(feature * format.wideStride..<(feature + 1) * format.wideStride)
      let isFilled = drawn?.contains(feature + 40) ?? true
      for bin in 0...255 {
        let found = histogramBin(words, wideBin(UInt8(bin)))
        #expect(found == (isFilled ? narrowCase.naive(feature: feature, bin: bin) : BinSums()))
      }
    }
  }

  @Test func manyChunksAddUp() {
    let data = HistogramCase(width: 2, rows: 40_000, sampleRows: 500, seed: 3)
    let wide = data.wide()
    let total = histogramTotal(wide.span.extracting(512..<1024))
    #expect(total.count == 40_000)
    #expect(total.gradient == data.entries.reduce(0) { $0 + $1.gradient })
    #expect(total.hessian == data.entries.reduce(0) { $0 + $1.hessian })
  }

  @Test(arguments: [(1000, 500), (-1000, 500), (1000, -500), (-1000, -500)])
  func aFullChunkOfExtremesDoesNotOverflow(gradient: Int32, hessian: Int32) {
    var data = HistogramCase(width: 1, rows: 0, sampleRows: 1, seed: 1)
    data.entries = Array(
      repeating: RowEntry(row: 0, gradient: gradient, hessian: hessian),
      count: HistogramLayout.narrowRows)
    let rows = Int64(HistogramLayout.narrowRows)
    let expected = BinSums(
      gradient: Int64(gradient) * rows, hessian: Int64(hessian) * rows, count: rows)
    let sums = histogramBin(data.wide().span, Int(data.bins[0]))
    #expect(sums == expected)
  }

  @Test func entriesKeepTheirParts() {
    for (gradient, hessian) in [(0, 0), (-1, -1), (1000, -500), (-1000, 500)] as [(Int32, Int32)] {
      let entry = RowEntry(row: 67_108_863, gradient: gradient, hessian: hessian)
      #expect(entry.row == 67_108_863)
      #expect(entry.gradient == Int64(gradient) && entry.hessian == Int64(hessian))
    }
  }

  @Test func siblingIsParentMinusChild() {
    let parent = HistogramCase(width: 3, rows: 900, sampleRows: 200, seed: 5)
    var first = parent, second = parent
    first.entries = Array(parent.entries.prefix(250))
    second.entries = Array(parent.entries.dropFirst(250))
    var difference = parent.wide()
    var span = difference.mutableSpan
    subtractHistogram(first.wide().span, from: &span)
    #expect(difference == second.wide())
    span = difference.mutableSpan
    addHistogram(first.wide().span, to: &span)
    #expect(difference == parent.wide())
  }
}
