import Foundation
import Testing
import WinnowCore
import WinnowLearners
import WinnowTestSupport

/// Polynomial and Spline against NumPy and SciPy.
@Suite struct BasisTests {
  private func polynomial(_ degree: Int, interactions: Int = 2) -> Polynomial {
    var parameters = PolynomialParameters()
    parameters.degree = degree
    parameters.interactions = interactions
    return Polynomial(parameters)
  }

  private func spline(smoothing: Double) -> Spline {
    var parameters = SplineParameters()
    parameters.knots = 4
    parameters.smoothing = smoothing
    return Spline(parameters)
  }

  private func values<L: Learner>(
    _ learner: L, _ sample: Sample, threads: Int = 1
  ) throws -> (scores: [Float], errors: [Float]) where L.Trained: ErrorEstimating {
    let model = try learner.train(on: sample, validation: nil, in: RunContext(threads: threads))
    return (
      try model.scores(for: CurveSample.points, threads: threads).values[0],
      try model.errors(for: CurveSample.points, threads: threads).values[0])
  }

  // X = [a**p * b**q, p + q <= 3]; c = solve((X.T * w) @ X, (X.T * w) @ y); the covariance of White
  @Test func polynomialsAgreeWithPlainPowers() throws {
    let found = try values(polynomial(3), CurveSample.wave())
    let scores: [Float] = [
      0.2922431747466786, 1.4817762001706885, 6.081337368859373, 0.8074237073293109,
    ]
    let errors: [Float] = [
      0.02048422877505743, 0.01023468796888842, 0.0167781821703974, 0.013594459488417195,
    ]
    #expect(isClose(found.scores, scores, relative: 2e-6))
    #expect(isClose(found.errors, errors, relative: 1e-5))
  }

  // X from scipy.interpolate.BSpline.design_matrix with knots at np.quantile(..., method="hazen"), and
  // np.diff(np.eye(m), 2) as the penalty
  @Test func splinesAgreeWithSciPy() throws {
    let sample = CurveSample.wave(weights: Array(repeating: 1, count: 200))
    let smooth: [Float] = [
      -0.47344043799236335, 1.4651555677322141, 4.737623179064491, 0.3971632673124137,
    ]
    #expect(isClose(try values(spline(smoothing: 1e-3), sample).scores, smooth, relative: 2e-6))
    let free = try values(spline(smoothing: 0), sample)
    let scores: [Float] = [
      -0.5024530707278484, 1.5099619384635856, 4.914335973242029, 0.391716703537342,
    ]
    let errors: [Float] = [
      0.2199816982101601, 0.08252032377656758, 0.3406426349774242, 0.1246999673737572,
    ]
    #expect(isClose(free.scores, scores, relative: 5e-6))
    #expect(isClose(free.errors, errors, relative: 1e-5))
  }

  @Test func highDegreesStayWellConditioned() throws {
    let sample = CurveSample.sample(weights: Array(repeating: 1, count: 200)) { _, a, _ in
      let x = 2 * a - 1
      return 16 * x * x * x * x * x - 20 * x * x * x + 5 * x
    }
    let found = try values(polynomial(9, interactions: 1), sample)
    let wanted = CurveSample.points.columns[0].map { a -> Float in
      let x = 2 * a - 1
      return 16 * x * x * x * x * x - 20 * x * x * x + 5 * x
    }
    #expect(isClose(found.scores, wanted, relative: 1e-5, absolute: 1e-5))
  }

  @Test func inputsOfFewValuesAndCopiesDoNoHarm() throws {
    let plain = CurveSample.sample { _, a, b in sin(3 * a) + 0.3 * b * b }
    let more = Sample(
      schema: Schema(names: ["a", "b", "copy", "constant", "flag"]),
      columns: plain.columns + [
        plain.columns[0], Array(repeating: 3, count: 200), (0..<200).map { Float($0 % 2) },
      ], weights: Array(repeating: 1, count: 200), truth: plain.truth)
    for learner in [polynomial(4) as any Learner, spline(smoothing: 0)] {
      let model = try learner.train(on: more, validation: nil, in: RunContext())
      let scores = try model.scores(for: more, threads: 1).values[0]
      guard case .targets(_, let values) = more.truth else { return }
      let worst = zip(scores, values[0]).map { abs($0 - $1) }.max() ?? .nan
      #expect(worst < 0.05, "\(worst)")
      #expect(isClose(model.record.importance.reduce(0, +), 1, relative: 1e-6))
      #expect(model.record.importance[3] == 0)
    }
  }

  @Test func theNearestEndCountsBeyondTheRange() throws {
    let sample = CurveSample.wave()
    let far = Sample(
      schema: sample.schema, columns: [[-50, 50], [1e6, 1e6]], weights: [1, 1])
    let ends = Sample(
      schema: sample.schema,
      columns: [
        [sample.columns[0].min() ?? 0, sample.columns[0].max() ?? 0],
        [sample.columns[1].max() ?? 0, sample.columns[1].max() ?? 0],
      ], weights: [1, 1])
    for learner in [polynomial(3) as any Learner, spline(smoothing: 0)] {
      let model = try learner.train(on: sample, validation: nil, in: RunContext())
      #expect(
        try model.scores(for: far, threads: 1).values == model.scores(for: ends, threads: 1).values)
    }
  }

  @Test func tooManyTermsAreRefused() {
    let sample = Sample(
      schema: Schema(names: (0..<30).map { "x\($0)" }),
      columns: Array(repeating: [1, 2, 3], count: 30), weights: [1, 1, 1],
      truth: .targets(names: ["y"], values: [[1, 2, 3]]))
    var parameters = PolynomialParameters()
    parameters.degree = 4
    parameters.interactions = 4
    let error = #expect(throws: WinnowError.self) {
      try Polynomial(parameters).train(on: sample, validation: nil, in: RunContext())
    }
    #expect(error?.kind == .badConfiguration && error?.message.contains("at most 1000") == true)
  }
}
