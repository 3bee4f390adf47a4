import Testing
import WinnowMath

@Suite struct ChunkedMapTests {
  @Test(arguments: [0, 1, 9, 10, 11, 1000], [1, 2, 4])
  func chunksCoverTheRangeInOrder(_ count: Int, _ threads: Int) {
    let parts = chunkedMap(count, chunk: 10, threads: threads) { Array($0) }
    #expect(parts.flatMap(\.self) == Array(0..<count))
    #expect(parts.dropLast().allSatisfy { $0.count == 10 })
  }

  @Test func sumsDoNotDependOnThreads() {
    func sum(_ threads: Int) -> Double {
      chunkedMap(100_000, chunk: 1000, threads: threads) { range in
        range.reduce(0) { $0 + 1 / Double($1 + 1) }
      }.reduce(0, +)
    }
    #expect(sum(1) == sum(2) && sum(1) == sum(5))
  }

  @Test func chunkedSumKeepsDigitsThatAPlainSumLoses() {
    // 10⁷ times a number that is no binary fraction; the exact sum is known.
    let sum = chunkedSum(10_000_000) { _ in 0.1 }
    #expect(abs(sum - 1_000_000) < 1e-7)
    #expect(chunkedSum(0) { _ in 1 } == 0)
  }
}
