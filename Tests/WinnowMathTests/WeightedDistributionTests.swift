import Testing
import WinnowMath
import WinnowTestSupport

@Suite struct WeightedDistributionTests {
  private let values: [Float] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5]
  private let weights = [1, 2, 0.5, 1, 3, 0.25, 1, 2, 1, 1]
  private let shares = [0, 0.05, 0.1, 0.25, 0.5, 0.7, 0.9, 0.99, 1]

  // [np.quantile(v, p, method="hazen") for p in shares]
  @Test func unitWeightsFollowHazen() throws {
    let unit = [Double](repeating: 1, count: values.count)
    let distribution = try #require(WeightedDistribution(values, weights: unit))
    #expect(isClose(shares.map(distribution.quantile), [1, 1, 1, 2, 3.75, 5, 7.5, 9, 9]))
  }

  // u, i = np.unique(v, return_inverse=True); F = np.cumsum(np.bincount(i, w)) / w.sum()
  // np.interp(shares, (F + np.r_[0, F[:-1]]) / 2, u)
  @Test func weightedQuantilesInterpolateTheMiddlesOfSteps() throws {
    let distribution = try #require(WeightedDistribution(values, weights: weights))
    let wanted = [
      1, 1, 1, 1.84375, 4.055555555555555, 5.141666666666667, 5.991666666666667,
      8.993333333333332, 9,
    ]
    #expect(isClose(shares.map(distribution.quantile), wanted))
  }

  // np.quantile(v, p, method="inverted_cdf", weights=w)
  @Test func stepQuantilesAreData() throws {
    let distribution = try #require(WeightedDistribution(values, weights: weights))
    #expect(shares.map(distribution.stepQuantile) == [1, 1, 1, 2, 4, 5, 6, 9, 9])
  }

  @Test func orderIsThatOfTheNumbers() throws {
    let values: [Float] = [-0.0, 2, -3, .infinity, 0, -.infinity, 1e-30, -1e-30, .nan]
    let distribution = try #require(
      WeightedDistribution(values, weights: Array(repeating: 1, count: 9)))
    #expect(distribution.values == [-.infinity, -3, -1e-30, 0, 1e-30, 2, .infinity])
    #expect(distribution.sumOfWeights == 8)
  }

  // Sums 2, 1, 3, 4 of w = 2, −1, 2, 1: running maximum 2, 2, 3, 4, running minimum 1, 1, 3, 4.
  @Test func negativeWeightsKeepTheFunctionRising() throws {
    let distribution = try #require(
      WeightedDistribution([10, 20, 30, 40], weights: [2, -1, 2, 1]))
    #expect(distribution.cumulative == [0.375, 0.375, 0.75, 1])
    let mirrored = try #require(
      WeightedDistribution([-10, -20, -30, -40], weights: [2, -1, 2, 1]))
    for p in shares.dropFirst().dropLast() {
      #expect(isClose(mirrored.quantile(1 - p), -distribution.quantile(p), absolute: 1e-9))
    }
  }

  @Test(arguments: [([], []), ([1, 2], [0, 0]), ([1, 2], [1, -1]), ([.nan], [1])])
  func withoutPositiveWeightThereIsNone(_ values: [Float], _ weights: [Double]) {
    #expect(WeightedDistribution(values, weights: weights) == nil)
  }

  @Test func quantilesOfManyEventsFindTheNormal() throws {
    var random = CounterRandom(seed: 5)
    let values = (0..<200_000).map { _ in Float(random.normal()) }
    let distribution = try #require(
      WeightedDistribution(values, weights: Array(repeating: 0.7, count: values.count)))
    for p in [0.01, 0.3, 0.5, 0.84, 0.999] {
      let wanted = SpecialFunctions.normalQuantile(p)
      #expect(isClose(SpecialFunctions.normalCDF(distribution.quantile(p)), p, absolute: 0.005))
      #expect(isClose(distribution.quantile(p), wanted, absolute: 0.1))
    }
  }
}
