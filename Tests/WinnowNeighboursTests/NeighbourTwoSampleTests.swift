import Testing
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowNeighbours

struct NeighbourTwoSampleTests {
  private func cloud(_ count: Int, at centre: Double, seed: UInt64) -> [[Float]] {
    var random = CounterRandom(seed: seed)
    return (0..<3).map { _ in (0..<count).map { _ in Float(random.normal() + centre) } }
  }

  /// Nearest neighbours 0–1, 1–0, 2–1, 10–11, 11–10: all within their sample but 2, which finds 1.
  @Test func shareByHand() throws {
    let test = try NeighbourTwoSampleTest(
      WeightedPoints([[0, 1]]), WeightedPoints([[2.5, 10, 11]]), k: 1, exchanges: 99)
    #expect(test.sameShare == 0.8)
    #expect(test.pValue >= 0.01 && test.pValue <= 1)
  }

  /// Weights 2, 1 | 1, 1, 1: scaled by 3/5 and 1. Pairs: 2·(2·1), 2.5–1: 1·1 across, 10–11 twice.
  @Test func weightsMultiplyPairs() throws {
    let test = try NeighbourTwoSampleTest(
      WeightedPoints([[0, 1]], weights: [2, 1]), WeightedPoints([[2.5, 10, 11]]), k: 1, exchanges: 9)
    let same = 2 * 1.2 * 0.6 + 2, all = same + 0.6
    #expect(abs(test.sameShare - same / all) < 1e-12)
  }

  @Test func equalSamplesPassAndShiftedOnesDoNot() throws {
    let first = WeightedPoints(cloud(400, at: 0, seed: 1))
    let equal = try NeighbourTwoSampleTest(
      first, WeightedPoints(cloud(500, at: 0, seed: 2)), exchanges: 199)
    #expect(equal.pValue > 0.02)
    #expect(abs(equal.significance) < 3)
    let shifted = try NeighbourTwoSampleTest(
      first, WeightedPoints(cloud(500, at: 0.5, seed: 2)), exchanges: 199)
    #expect(shifted.pValue == 1.0 / 200)
    #expect(shifted.significance > 4)
    let threads = try NeighbourTwoSampleTest(
      first, WeightedPoints(cloud(500, at: 0.5, seed: 2)), exchanges: 199,
      in: RunContext(threads: 3))
    #expect(threads == shifted)
  }

  @Test func samplesWithoutWeightAreErrors() {
    #expect(throws: WinnowError.self) {
      try NeighbourTwoSampleTest(
        WeightedPoints([[0, 1]], weights: [1, -1]), WeightedPoints([[2, 3]]), k: 1)
    }
  }

  @Test func outlierScoreIsTheMeanDistance() throws {
    let index = try NeighbourIndex([[0, 3, 0, 50], [0, 0, 4, 50]])
    #expect(try index.outlierScores(3, of: [[0], [0]]) == [7.0 / 3])
    #expect(try index.outlierScores(2, of: [[0], [0]], leavingOut: [0]) == [3.5])
  }
}
