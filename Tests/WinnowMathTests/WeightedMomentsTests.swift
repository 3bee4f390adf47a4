import Testing
import WinnowCore
import WinnowMath
import WinnowTestSupport

@Suite struct WeightedMomentsTests {
  private let columns: [[Float]] = [
    [0.346, 0.822, 0.33, -1.303, 0.905, 0.446, -0.537, 0.581],
    [0.365, 0.294, 0.028, 0.547, -0.736, -0.163, -0.482, 0.599],
    [1.44, -0.45, -6.83, -6.48, 2.79, -1.42, 11.33, 11.81],
  ]
  private let weights = [-1.71, -0.89, 0.83, 0.58, 1.21, 1.22, 3.12, -0.11]

  // X = columns as float64; m = X @ w / w.sum(); c = ((X - m[:, None]) * w) @ (X - m[:, None]).T / w.sum()
  @Test func negativeWeightsAgreeWithNumPy() {
    let moments = WeightedMoments(columns: columns, weights: weights)
    #expect(isClose(moments.sumOfWeights, 4.25))
    #expect(isClose(moments.effectiveCount, 1.0356641151343133))
    #expect(
      isClose(moments.mean, [-0.4482964692396277, -0.7539905887228603, 5.695246980190278]))
    #expect(
      isClose(
        moments.covariance.elements,
        [
          0.35557623749137773, -0.5643946938856839, -0.9647925452181431,
          -0.564394693885684, -0.27610222459020517, -1.1210260729054087,
          -0.9647925452181431, -1.1210260729054085, 74.95105503832592,
        ]))
    #expect(moments.standardDeviations[1].isNaN, "a negative variance has no root")
    #expect(isClose(moments.correlation[2, 0], -0.18688683052759103))
    #expect(moments.correlation[1, 0].isNaN)
  }

  // np.cov(X, aweights=abs(w), ddof=0), np.corrcoef alike
  @Test func positiveWeightsAgreeWithNumPy() {
    let moments = WeightedMoments(columns: columns, weights: weights.map(abs))
    #expect(
      isClose(
        moments.covariance.elements,
        [
          0.4109234406525061, 0.009663034730557064, -1.5693447579421453,
          0.009663034730557072, 0.18159954604880052, -1.6272072713793917,
          -1.5693447579421453, -1.6272072713793917, 40.912146060679675,
        ]))
    #expect(
      isClose(
        moments.correlation.elements,
        [
          1, 0.03537331025841479, -0.3827469799385683,
          0.03537331025841479, 1, -0.5969794292156615,
          -0.3827469799385683, -0.5969794292156615, 1,
        ]))
  }

  @Test func eventsOfWeightZeroChangeNoBit() {
    let sample = Samples.gaussians(events: 10_000, negativeShare: 0.2)
    let zeros = (0..<20_000).map { $0 % 2 == 0 ? sample.weights[$0 / 2] : 0 }
    let stretched = sample.columns.map { column in
      (0..<20_000).map { $0 % 2 == 0 ? column[$0 / 2] : .nan }
    }
    let plain = WeightedMoments(columns: sample.columns, weights: sample.weights)
    #expect(WeightedMoments(columns: stretched, weights: zeros) == plain)
  }

  @Test func constantColumnHasNoWidth() {
    let constant = [Float](repeating: 0.1, count: 10_001)
    let weights = (0..<10_001).map { 0.3 + Double($0 % 7) }
    let moments = WeightedMoments(columns: [constant], weights: weights)
    #expect(moments.mean == [Double(Float(0.1))])
    #expect(moments.covariance[0, 0] == 0)
  }

  @Test func smallWidthsOnLargeOffsetsSurvive() {
    let column = (0..<100_000).map { Float(16_000_000 + $0 % 2) }
    let moments = WeightedMoments(columns: [column], weights: Array(repeating: 2, count: 100_000))
    #expect(isClose(moments.mean[0], 16_000_000.5))
    #expect(isClose(moments.covariance[0, 0], 0.25))
  }

  @Test func noEventsGiveNaN() {
    let moments = WeightedMoments(columns: [[], []], weights: [])
    #expect(moments.sumOfWeights == 0)
    #expect(moments.mean.allSatisfy { $0.isNaN })
  }
}
