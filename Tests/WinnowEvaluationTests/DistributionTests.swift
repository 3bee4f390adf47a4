import Testing
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct DistributionTests {
  let reference: Reference

  init() throws { reference = try Reference() }

  @Test(arguments: weightKinds)
  func separationAgreesWithNumPy(weights: String) throws {
    let events = try reference.scored("b", weights: weights).events
    var bins = [true: [WeightSum](), false: []]
    for isSignal in [true, false] {
      var histogram = Histogram(edges: reference.edges)
      for row in events.response.indices where events.isSignal[row] == isSignal {
        histogram.fill(Double(events.response[row]), weight: events.weights[row])
      }
      bins[isSignal] = zip(histogram.contents, histogram.squares).map {
        WeightSum(sum: $0, squares: $1)
      }
    }
    let result = Measured(separationOf: bins[true] ?? [], from: bins[false] ?? [])
    #expect(isClose(result.value, reference.figure(weights, "separation_b"), relative: 1e-11))
    if weights != "signed" {
      // Leaving out events sees the linear part of the error alone, and bins with a single event.
      let jackknife = reference.figure(weights, "separation_jackknife").squareRoot()
      #expect(isClose(result.error, jackknife, relative: 0.2))
    }
  }

  @Test func separationOfEqualAndOfDisjointBins() {
    let one = WeightSum(sum: 10, squares: 10), none = WeightSum()
    #expect(Measured(separationOf: [one, one], from: [one, one]).value == 0)
    #expect(Measured(separationOf: [one, one], from: [one, one]).error > 0)
    #expect(Measured(separationOf: [one, none], from: [none, one]).value == 1)
    // ½ [(¾ − ¼)²/1 + (¼ − ¾)²/1] = ¼.
    let many = WeightSum(sum: 30, squares: 30)
    #expect(isClose(Measured(separationOf: [many, one], from: [one, many]).value, 0.25))
    #expect(!Measured(separationOf: [none], from: [one]).isDefined)
    // Less than nothing in a bin counts as nothing.
    let negative = WeightSum(sum: -5, squares: 5)
    #expect(Measured(separationOf: [one, negative], from: [negative, one]).value == 1)
  }

  /// ½ ∫ (s − b)²/(s + b) dy of unit Gaussians 1 apart; rising functions of the response change nothing.
  @Test func separationOfGaussians() throws {
    let toy = try GaussianToy(distance: 1).events(200_000, seed: 8).steps.separation()
    #expect(abs(toy.value - GaussianIntegrals.separation) < 3 * toy.error + 0.001)
    let monotone = try GaussianToy(distance: 1).events(200_000, seed: 8)
    let squeezed = try ScoredEvents(
      response: monotone.events.response.map { Float(exponential(Double($0))) },
      weights: monotone.events.weights, isSignal: monotone.events.isSignal)
    #expect(isClose(squeezed.steps.separation().value, toy.value, absolute: 1e-6))
  }

  @Test(arguments: weightKinds)
  func significanceAgreesWithNumPy(weights: String) throws {
    let result = try reference.scored("b", weights: weights).steps.significance
    #expect(isClose(result.value, reference.figure(weights, "significance_b"), relative: 1e-10))
    let jackknife = reference.figure(weights, "significance_jackknife")
    #expect(isClose(result.error * result.error, jackknife, relative: 0.06))
  }

  /// Means 3 and 1, variances 1 and 1: 2/√2.
  @Test func significanceByHand() throws {
    let steps = try ScoredEvents(
      response: [2, 4, 0, 2], weights: [1, 1, 1, 1], isSignal: [true, true, false, false]).steps
    #expect(isClose(steps.significance.value, 2.squareRoot()))
  }

  @Test func significanceOfConstantsIsUndefined() throws {
    let steps = try ScoredEvents(
      response: [1, 1], weights: [1, 1], isSignal: [true, false]).steps
    #expect(!steps.significance.isDefined)
  }
}

/// Exact figures of unit Gaussians 1 apart.
enum GaussianIntegrals {
  /// By the midpoint rule, which is exact here far beyond what is compared.
  static let separation: Double = {
    let width = 0.001
    return (0..<20_000).reduce(0) { sum, step in
      let y = -9.5 + (Double(step) + 0.5) * width
      let s = exponential(-(y - 1) * (y - 1) / 2), b = exponential(-y * y / 2)
      return sum + width * (s - b) * (s - b) / (s + b) / 2 / (2 * Double.pi).squareRoot()
    }
  }()
}
