import Foundation
import Testing
import WinnowCore
import WinnowDensities
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

/// Figures of predicted densities for events drawn from them, and from others.
@Suite struct DensityFiguresTests {
  /// Gaussians of mean x and width 0.5 + x; predicted widths are those times a factor, means are moved.
  private struct Toy {
    let target: [Float]
    let x: [Double]
    let densities: TargetDensities

    init(_ count: Int, seed: UInt64 = 1, widthFactor: Double = 1, shift: Double = 0) throws {
      var random = CounterRandom(seed: seed, stream: 51)
      let x = (0..<count).map { _ in random.uniform() }
      target = x.map { Float($0 + (0.5 + $0) * random.normal()) }
      self.x = x
      densities = try TargetDensities(
        DensityColumns(
          DensityPrediction(
            target: "y", family: "gaussian", parameters: ["mu", "sigma"],
            values: [x.map { Float($0 + shift) }, x.map { Float(widthFactor * (0.5 + $0)) }])))
    }

    func events(_ weights: [Double]? = nil) throws -> DensityEvents {
      try DensityEvents(
        target: target, prediction: densities.learnt.values[0],
        weights: weights ?? [Double](repeating: 1, count: target.count), densities: densities, threads: 2)
    }

    func figures(_ weights: [Double]? = nil) throws -> DensityFigures {
      let quantity = ProfileQuantity("x", role: .variable, values: x)
      let all = weights ?? [Double](repeating: 1, count: target.count)
      let bins = try #require(ProfileBins(quantity, weights: all, bins: 5))
      return try DensityFigures(target: "y", events(weights), bins: [bins])
    }
  }

  private func isWithin(_ figure: Measured, _ wanted: Double, _ sigmas: Double = 4) -> Bool {
    figure.error > 0 && abs(figure.value - wanted) < sigmas * figure.error
  }

  @Test func theTruthCloses() throws {
    let figures = try Toy(20_000).figures()
    #expect(isWithin(figures.pullMean, 0) && isWithin(figures.pullWidth, 1))
    #expect(isWithin(figures.coverage68, 0.683) && isWithin(figures.coverage95, 0.95))
    #expect((figures.flatness.pValue ?? 0) > 1e-3 && figures.flatness.degrees == 19)
    let profile = figures.profiles[0]
    #expect(profile.pullWidth.count == 5 && profile.edges.count == 6)
    #expect(profile.pullWidth.allSatisfy { isWithin($0, 1) })
    #expect(profile.pullMean.allSatisfy { isWithin($0, 0) })
    #expect(profile.coverage68.allSatisfy { isWithin($0, 0.683) })
    for (predicted, measured) in zip(figures.resolution.predicted, figures.resolution.measured) {
      #expect(abs(measured.value - predicted.value) < 4 * measured.error)
      #expect(measured.error < 0.1 * measured.value)
    }
  }

  /// ½ ln 2πe + ⟨ln σ⟩ is the entropy; with widths twice as large it is ln 2 − ⅜ more.
  @Test func theLossIsTheEntropy() throws {
    let toy = try Toy(40_000)
    let entropy = toy.x.reduce(0) { $0 + log(0.5 + $1) } / Double(toy.x.count)
      + 0.5 * (1 + log(2 * Double.pi))
    #expect(try isWithin(toy.figures().negativeLogLikelihood, entropy))
    let wide = try Toy(40_000, widthFactor: 2)
    #expect(try isWithin(wide.figures().negativeLogLikelihood, entropy + log(2) - 0.375))
    let pair = try DensityComparison.all(
      [("true", toy.events()), ("wide", wide.events())], target: "y")[0]
    #expect(isWithin(pair.difference, 0.375 - log(2)) && (pair.pValue ?? 1) < 1e-6)
    // The same events: much less than the errors of the two would give.
    #expect(try pair.difference.error < toy.figures().negativeLogLikelihood.error)
  }

  /// Widths twice as large: pulls of ½, Φ(2 · 1.0006)… inside.
  @Test func wrongDensitiesShow() throws {
    let wide = try Toy(20_000, widthFactor: 2).figures()
    #expect(isWithin(wide.pullWidth, 0.5))
    let edge = 2 * SpecialFunctions.normalQuantile(0.8415)
    #expect(isWithin(wide.coverage68, 1 - 2 * SpecialFunctions.normalCDF(-edge)))
    #expect((wide.flatness.pValue ?? 1) < 1e-6)
    let moved = try Toy(20_000, shift: 0.3).figures()
    #expect(moved.pullMean.value < -0.2 && (moved.flatness.pValue ?? 1) < 1e-6)
  }

  /// Over many samples the flatness test is wrong as often as it says.
  @Test func flatnessIsUniform() throws {
    let weights = (0..<2000).map { $0 % 4 == 0 ? -0.5 : 1.0 }
    let values = try (0..<60).map { seed in
      try #require(try Toy(2000, seed: UInt64(seed + 10)).figures(weights).flatness.pValue)
    }
    let small = values.count { $0 < 0.2 }
    #expect(small > 3 && small < 24, "\(small) of 60 below 0.2")
  }

  /// The averaged densities against the histogram of what was drawn from them.
  @Test func theResponseIsTheAverageDensity() throws {
    let figures = try Toy(20_000).figures()
    let shape = figures.response
    #expect(shape.isDifference)
    let total = shape.histogram.sum + shape.histogram.underflow + shape.histogram.overflow
    let inside = shape.predicted.reduce(0, +)
    #expect(inside > 0.97 && inside <= 1)
    let chiSquare = shape.predicted.indices.reduce(0.0) { sum, bin in
      let expected = total * shape.predicted[bin]
      let pull = (shape.histogram.contents[bin] - expected) / max(expected, 1).squareRoot()
      return sum + pull * pull
    }
    #expect(chiSquare < 2 * Double(shape.predicted.count), "\(chiSquare)")
  }

  /// Where a density has no value, as a log-normal one below 0, events are left out and counted.
  @Test func eventsOutsideOfTheRangeAreCounted() throws {
    let values: [Float] = (0..<200).map { $0 < 20 ? -1 : 1 + Float($0 % 7) / 10 }
    let ones = [Float](repeating: 1, count: 200)
    let densities = try TargetDensities(
      DensityColumns(
        DensityPrediction(
          target: "y", family: "log_normal", parameters: ["mu", "sigma"],
          values: [[Float](repeating: 0.2, count: 200), [Float](repeating: 0.3, count: 200)])))
    let events = try DensityEvents(
      target: values, prediction: ones, weights: ones.map(Double.init), densities: densities, threads: 1)
    let figures = try DensityFigures(target: "y", events, bins: [])
    #expect(figures.outside == 20 && figures.negativeLogLikelihood.isDefined)
    #expect(figures.flatness.histogram.sum == 180)
  }

  @Test func figuresSurviveJSON() throws {
    let figures = try Toy(500).figures()
    let data = try SummaryCoding.encode(figures)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let again = try decoder.decode(DensityFigures.self, from: data)
    #expect(try SummaryCoding.encode(again) == data)
  }
}
