import Foundation
import Testing
import WinnowCore
import WinnowKernels
import WinnowLearners

/// Kernels and scales, worked by hand.
struct KNNPartsTests {
  private func votes(
    _ kernel: KNNKernel, _ squares: [Double], k: Int, dimensions: Int = 1, width: Double = 1
  ) -> [Double] {
    var votes = [Double](repeating: -1, count: k)
    let row = squares.enumerated().map { Neighbour(squaredDistance: $1, index: Int32($0)) }
    kernel.vote(row[...], dimensions: dimensions, width: width, into: &votes)
    return votes
  }

  @Test func uniform() {
    #expect(votes(.uniform, [0, 1, 4], k: 3) == [1, 1, 1])
  }

  @Test func polynomial() {
    #expect(votes(.polynomial, [0, 1, 4], k: 2) == [1, 0.669921875])
    #expect(votes(.polynomial, [4, 4, 4], k: 2) == [1, 1])
    #expect(votes(.polynomial, [0, 0, 0], k: 2) == [1, 1])
    #expect(votes(.polynomial, [1, 4, 4], k: 2) == [0.669921875, 0])
  }

  @Test func gaussian() {
    #expect(votes(.gaussian, [1, 3], k: 2, dimensions: 2) == [exp(-0.5), exp(-1.5)])
    #expect(votes(.gaussian, [1, 3], k: 2, dimensions: 2, width: 2) == [exp(-0.125), exp(-0.375)])
    #expect(votes(.gaussian, [0, 0], k: 2) == [1, 1])
  }

  @Test func deviationIsWeighted() throws {
    // numpy: average([1, 2, 4], weights=[1, 2, 1]) = 2.25; average((x - 2.25)**2) = 1.1875
    let sample = knnSample(
      [[1, 2, 4, 100]], labels: [0, 1, 0, 1], weights: [1, 2, 1, 0])
    let scaling = try KNNScaling(.deviation, of: sample)
    #expect(scaling.centres == [2.25])
    #expect(scaling.widths == [sqrt(1.1875)])
  }

  /// TMVA takes the first value with ⌊100 i / n⌋ = 10 as the lower end, and 90 as the upper.
  @Test func centralInterval() throws {
    let x = (1...100).map { Float(($0 * 37) % 101) }
    let sample = knnSample([x], labels: x.indices.map { UInt8($0 % 2) }, weights: x.map { Double($0) })
    let scaling = try KNNScaling(.interval, fraction: 0.8, of: sample)
    #expect(scaling.centres == [51])
    #expect(scaling.widths == [80])
    #expect(try KNNScaling(.interval, fraction: 1, of: sample).widths == [99])
  }

  @Test(arguments: [KNNScale.deviation, .interval, .mahalanobis])
  func constantInputIsAnError(scale: KNNScale) {
    let sample = knnSample([[1, 2, 3, 4], [5, 5, 5, 5]], labels: [0, 1, 0, 1])
    let error = #expect(throws: WinnowError.self) { try KNNScaling(scale, of: sample) }
    #expect(error?.message.contains("“x1”") == true)
  }

  @Test func dependentInputsHaveNoMahalanobisDistance() {
    let sample = knnSample([[1, 2, 3, 5], [2, 4, 6, 10]], labels: [0, 1, 0, 1])
    let error = #expect(throws: WinnowError.self) { try KNNScaling(.mahalanobis, of: sample) }
    #expect(error?.message.contains("covariance") == true)
  }

  @Test func settingsRoundTripAndRefuse() throws {
    var parameters = KNNParameters()
    parameters.neighbors = 7
    parameters.kernel = .gaussian
    parameters.scale = .interval
    parameters.weights = false
    let again = try KNNParameters(reading: parameters.settings, owner: "KNN")
    #expect(again.settings == parameters.settings)
    for rule in KNNParameters.rules {
      let invalid = try #require(rule.invalidExample)
      let table = Setting(.table([Setting.Entry(rule.name, invalid)]))
      #expect(throws: WinnowError.self) { try KNNParameters(reading: table, owner: "KNN") }
    }
  }
}
