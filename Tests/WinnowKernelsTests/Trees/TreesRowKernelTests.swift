import Testing
import WinnowKernels
import WinnowMath

@Suite struct TreesRowKernelTests {
  @Test(arguments: [0, 1, 2, 3, 17, 1000], [false, true])
  func partitionIsStable(count: Int, missingGoesLeft: Bool) {
    var random = CounterRandom(seed: UInt64(count))
    let bins = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let rows = (0..<count).map { _ in
      RowEntry(row: Int.random(in: 0..<2000, using: &random), gradient: 3, hessian: 2)
    }
    func goesLeft(_ entry: RowEntry) -> Bool {
      let bin = bins[entry.row]
      return bin == 255 ? missingGoesLeft : bin <= 90
    }
    let blank = RowEntry(row: 0, gradient: 0, hessian: 0)
    let source = SharedBuffer(rows, repeating: blank, count: count + 10)
    let target = SharedBuffer(repeating: blank, count: count + 10)
    let partition = RowPartition(
      range: 0..<count, cut: BinCut(bin: 90, missingGoesLeft: missingGoesLeft),
      leftCount: rows.count(where: goesLeft))
    for half in PartitionHalf.allCases {
      partitionRows(half, of: partition, from: source, to: target, column: bins.span)
    }
    let expected = rows.filter(goesLeft) + rows.filter { !goesLeft($0) }
    #expect((0..<count).map { target[$0] } == expected)
    #expect((count..<count + 10).allSatisfy { target[$0] == blank })
  }

  @Test func binsCountTheEdgesBelow() {
    let inner: [Float] = [-3, -0.5, 0, 2, 1e10]
    let edges = inner + Array(repeating: Float.infinity, count: 250)
    let values: [Float] = [
      -100, -3, Float(-3).nextUp, -0.5, -0.0, 0, Float(0).nextUp, 2, 3, 1e10, 3e38, .nan,
    ]
    var bins = [UInt8](repeating: 0, count: values.count)
    var span = bins.mutableSpan
    findBins(values.span, edges: edges.span, into: &span)
    #expect(bins == values.map { x in x.isNaN ? 255 : UInt8(inner.count { $0 < x }) })
  }

  @Test func binsWithAllEdgesInUse() {
    let inner = (0..<254).map { Float($0) }
    let edges = inner + [.infinity]
    let values = (-2...300).map { Float($0) / 1.1 }
    var bins = [UInt8](repeating: 0, count: values.count)
    var span = bins.mutableSpan
    findBins(values.span, edges: edges.span, into: &span)
    #expect(bins == values.map { x in UInt8(inner.count { $0 < x }) })
  }

  @Test func codesAreThePlacesOfCategories() {
    let categories: [Float] = [-3, -0.0, 2, 1e10]
    let padded = categories + Array(repeating: Float.nan, count: 251)
    let values: [Float] = [-3, 0, 2, 1e10, -4, 1, .nan, .infinity, -.infinity, 3e38]
    var codes = [UInt8](repeating: 7, count: values.count)
    var span = codes.mutableSpan
    findCategories(values.span, categories: padded.span, into: &span)
    #expect(codes == [0, 1, 2, 3] + Array(repeating: 255, count: 6))
  }

  @Test(arguments: 1...5)
  func sidesAreTheBitsOfASet(seed: Int) {
    var random = CounterRandom(seed: UInt64(seed))
    let left = BinSet((0...255).filter { _ in random.uniform() < 0.4 })
    let codes = (0..<forestBlock).map { _ in UInt8.random(in: 0...255, using: &random) }
    var ranks = [UInt8](repeating: 9, count: forestBlock)
    var span = ranks.mutableSpan
    rankSides(codes.span, left: left, into: &span)
    #expect(ranks == codes.map { left.contains($0) ? 0 : 1 })
  }

  @Test func radixSortEqualsASortByTheHighHalf() {
    var random = CounterRandom(seed: 8)
    var words = (0..<3000).map { index in
      UInt64(UInt32.random(in: 0...UInt32.max, using: &random) >> 3) << 35 | UInt64(index)
    }
    words += words.prefix(500).map { $0 + 7000 }
    let expected = words.enumerated()
      .sorted { ($0.element >> 32, $0.offset) < ($1.element >> 32, $1.offset) }.map(\.element)
    var scratch = words
    sortByHighHalf(&words, scratch: &scratch)
    #expect(words == expected)
  }

  @Test func leafSumsAndScores() {
    let gradients: [Float] = [1, -2, 4, 8], hessians: [Float] = [1, -1, 2, 3]
    let rows = [3, 1].map { RowEntry(row: $0, gradient: 0, hessian: 0) }
    let sums = sumDerivatives(rows.span, gradients: gradients.span, hessians: hessians.span)
    #expect(sums.gradient == 6 && sums.hessian == 2 && sums.hessianMagnitude == 4)
    let scores = SharedBuffer<Float>([10, 20, 30, 40], repeating: 0, count: 4)
    addToScores(rows.span, value: 0.5, scores: scores)
    #expect((0..<4).map { scores[$0] } == [10, 20.5, 30, 40.5])
  }
}
