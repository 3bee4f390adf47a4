import Testing
import WinnowKernels
import WinnowMath
import WinnowTestSupport

@Suite struct OuterProductsTests {
  @Test(arguments: [1, 2, 5, 9]) func agreesWithTheDefinition(order n: Int) {
    var random = CounterRandom(seed: UInt64(n))
    let rows = (0..<37 * n).map { _ in random.normal() }
    let weights = (0..<37).map { _ in random.normal() }
    var sums = [Double](repeating: 1, count: n * n)
    var span = sums.mutableSpan
    addOuterProducts(of: rows.span, weights: weights.span, order: n, into: &span)
    for i in 0..<n {
      for j in 0..<n {
        let wanted = (0..<37).reduce(1) { $0 + weights[$1] * rows[$1 * n + i] * rows[$1 * n + j] }
        #expect(isClose(sums[i * n + j], j <= i ? wanted : 1, absolute: 1e-12))
      }
    }
  }
}
