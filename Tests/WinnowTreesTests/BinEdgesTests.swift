import Foundation
import Testing
import WinnowMath
import WinnowTrees

@Suite struct BinEdgesTests {
  static func edges(_ values: [Float], _ weights: [Float]? = nil, bins: Int) -> [Float] {
    let weights = weights ?? Array(repeating: 1, count: values.count)
    let edges = BinEdges(
      quantilesOf: values, weights: weights, rows: Array(values.indices), bins: bins)
    return Array(edges.upper.dropLast())
  }

  @Test func fewValuesHaveABinEach() {
    #expect(Self.edges([3, 1, 2, 1, 3, .nan], bins: 255) == [1.5, 2.5])
    #expect(Self.edges([0, -0.0, -4], bins: 255) == [-2])
    #expect(Self.edges([7, 7], bins: 255) == [])
    #expect(Self.edges([.nan, .nan], bins: 255) == [])
    #expect(Self.edges([], bins: 255) == [])
  }

  @Test func neighbouringNumbersAreParted() throws {
    let a: Float = 1
    let inner = Self.edges([a, a.nextUp], bins: 2)
    #expect(try #require(inner.first) >= a && inner[0] < a.nextUp)
    let huge = Self.edges([-.greatestFiniteMagnitude, .greatestFiniteMagnitude], bins: 2)
    #expect(huge == [0])
  }

  @Test func binsHoldEqualWeight() {
    var random = CounterRandom(seed: 1)
    let values = (0..<20_000).map { _ in Float(random.normal()) }
    // Negative weights count by their magnitude.
    let weights = values.map { $0 > 0 ? Float(-3) : 1 }
    let edges = [-.infinity] + Self.edges(values, weights, bins: 20) + [.infinity]
    #expect(edges.count == 21)
    let total = weights.reduce(0) { $0 + $1.magnitude }
    for (low, high) in zip(edges, edges.dropFirst()) {
      let inside = values.indices.filter { values[$0] > low && values[$0] <= high }
      let weight = inside.reduce(0) { $0 + weights[$1].magnitude }
      #expect(abs(weight / total - 0.05) < 0.001)
    }
  }

  /// For x = −ln u the density is e^−x: edges of spread 1 lie at equal steps of e^(−x/3) up to the largest
  /// value, edges at quantiles end at ln 20 = 3.0. A far outlier may take the share that spreads, no more.
  @Test func spreadBinsReachIntoTails() throws {
    let count = 200_000
    let values = (0..<count).map { -Float(log((Double($0) + 0.5) / Double(count))) }
    func edges(_ spread: Double, _ values: [Float]) throws -> Float {
      let edges = BinEdges(
        quantilesOf: values, weights: values.map { _ in 1 }, rows: Array(values.indices), bins: 20,
        spread: spread)
      #expect(edges.count == 20)
      return edges.upper[18]
    }
    #expect(abs(try edges(0, values) - log(20)) < 0.01)
    let least = exp(-Double(values[0]) / 3)
    #expect(abs(Double(try edges(1, values)) + 3 * log(least + (1 - least) / 20)) < 0.3)
    let half = try edges(0.5, values)
    #expect(half > 4 && half < 8)
    let outlier = BinEdges(
      quantilesOf: values + [1e9], weights: values.map { _ in 1 } + [1], rows: Array(0...count), bins: 20,
      spread: 0.5)
    #expect(outlier.count >= 10 && outlier.upper[4] < 1)
  }

  @Test func aHeavyValueLeavesTheOthersTheirBins() {
    let values = (0..<1000).map { Float($0) } + Array(repeating: Float(500.5), count: 9000)
    let edges = Self.edges(values, bins: 21)
    // The value of nine tenths has a bin of its own; the other twenty share the rest.
    #expect(edges.contains(500.25) && edges.contains(500.75))
    #expect(edges.count == 20)
  }
}
