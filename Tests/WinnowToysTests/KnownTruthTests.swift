import Foundation
import Testing
import WinnowCore
import WinnowMath
import WinnowTestSupport
import WinnowToys

/// The likelihood ratio that a toy states must reach the area that it states, on the events it makes.
@Suite struct KnownTruthTests {
  private static let cases: [(String, Setting)] = [
    ("gauss", Setting(.null)),
    ("gauss", .table(["distance": 0.5, "dimensions": 7])),
    ("linear", Setting(.null)),
    ("plane", .table(["shape": "circle"])),
    ("plane", .table(["shape": "xor"])),
    ("plane", .table(["shape": "gaussians"])),
    ("plane", .table(["shape": "spiral"])),
    ("plane", .table(["shape": "checkerboard", "noise": 0.1])),
  ]

  @Test(arguments: cases)
  func theLikelihoodRatioReachesTheOptimum(_ name: String, _ options: Setting) throws {
    let toy = try ToyCatalog.toy(named: name, options: options)
    let sample = toy.generate(events: 40_000, seed: 11, threads: 2)
    let truth = toy.truth
    let ratio = try #require(truth.logLikelihoodRatio)
    let scores = (0..<sample.count).map { event in Float(ratio(sample.columns.map { $0[event] })) }
    let labels = try #require(sample.labels)
    let auc = plainAUC(scores, labels: labels, weights: sample.weights)
    let wanted = try #require(truth.auc)
    // Error of the area: at most √(A(1−A)/n) with n events in the smaller class.
    let error = (wanted * (1 - wanted) / 20_000).squareRoot()
    #expect(abs(auc - wanted) < 3 * error + 5e-4, "\(auc), not \(wanted)")
    try checkEfficiencies(truth, scores, labels)
  }

  private func checkEfficiencies(
    _ truth: ToyTruth, _ scores: [Float], _ labels: [UInt8]
  ) throws {
    let efficiency = try #require(truth.signalEfficiency)
    let background = zip(scores, labels).filter { $1 == 1 }.map(\.0).sorted(by: >)
    let signal = zip(scores, labels).filter { $1 == 0 }.map(\.0)
    for share in [0.1, 0.3] {
      let cut = background[Int(share * Double(background.count))]
      let passed = Double(signal.count { $0 > cut }) / Double(signal.count)
      #expect(abs(passed - efficiency(share)) < 0.02, "\(passed), not \(efficiency(share))")
    }
  }

  // D = sqrt(d @ solve(L @ L.T, d)); norm.cdf(D / sqrt(2)), norm.cdf(D + norm.ppf([.01, .1, .3])) with
  // the generator's factor L and the difference d of the means
  @Test func linearToyHasThePublishedOptimum() throws {
    let truth = LinearToy(LinearToy.Parameters()).truth
    #expect(isClose(try #require(truth.auc), 0.9614035635846094))
    let efficiency = try #require(truth.signalEfficiency)
    for (background, wanted) in [(0.01, 0.56862166), (0.10, 0.88832386), (0.30, 0.97585534)] {
      #expect(isClose(efficiency(background), wanted, absolute: 1e-8))
    }
  }

  @Test func linearToyHasTheEffectiveCovariance() {
    let wanted = [
      [1, 0.4, 0.6, 0.9], [0.4, 1, 0.7, 0.8], [0.6, 0.7, 1, 0.93], [0.9, 0.8, 0.93, 1.1954],
    ]
    for i in 0..<4 {
      for j in 0..<4 {
        #expect(isClose(LinearToy.covariance[i, j], wanted[i][j], absolute: 5e-5))
      }
    }
    let sample = LinearToy(LinearToy.Parameters()).generate(events: 50_000, seed: 3, threads: 2)
    for (label, means) in [(0, [0.2, 0.3, 0.5, 0.9]), (1, [-0.2, -0.3, -0.5, -0.6])] {
      let part = sample.selecting(sample.rows(ofClass: label))
      let moments = WeightedMoments(columns: part.columns, weights: part.weights)
      #expect(isClose(moments.mean, means, absolute: 0.03))
      #expect(isClose(moments.covariance.elements, wanted.flatMap(\.self), absolute: 0.04))
    }
  }

  @Test func gaussToyHasTheStatedDistance() throws {
    let toy = try ToyCatalog.toy(named: "gauss", options: .table(["distance": 2, "dimensions": 5]))
    // Φ(2/√2) = scipy.stats.norm.cdf(2 ** 0.5)
    #expect(isClose(try #require(toy.truth.auc), 0.9213503964748574))
    #expect(toy.generate(events: 10, seed: 1, threads: 1).schema.names == ["x1", "x2", "x3", "x4", "x5"])
  }

  /// P_S(r < 1) = E_B[r; r < 1] for the ratio r = p_S/p_B: fails where events and densities differ.
  @Test(arguments: PlaneToy.Shape.allCases)
  func densitiesAreThoseOfTheEvents(_ shape: PlaneToy.Shape) throws {
    var parameters = PlaneToy.Parameters()
    parameters.shape = shape
    parameters.noise = 0.8
    let toy = PlaneToy(parameters)
    let sample = toy.generate(events: 40_000, seed: 2, threads: 2)
    let ratio = try #require(toy.truth.logLikelihoodRatio)
    let labels = try #require(sample.labels)
    var shares = [0.0, 0.0]
    for event in 0..<sample.count {
      let value = ratio([sample.columns[0][event], sample.columns[1][event]])
      if value < 0 { shares[Int(labels[event])] += labels[event] == 0 ? 1 : exp(value) }
    }
    #expect(isClose(shares[0] / 20_000, shares[1] / 20_000, absolute: 0.02))
  }
}
