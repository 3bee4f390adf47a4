import Testing
import WinnowEvaluation
import WinnowMath

/// How often 68.3 % intervals hold the truth, over many small samples of known distribution.
@Suite struct CoverageTests {
  static let toys: [GaussianToy] = [
    GaussianToy(), GaussianToy(weights: .positive),
    GaussianToy(weights: .positive, negativeShare: 0.2),
  ]

  @Test(arguments: toys.indices)
  func intervalsOfTheAUCAndItsDifferences(toy index: Int) throws {
    let toy = Self.toys[index]
    let first = SpecialFunctions.normalCDF(toy.distance / 2.squareRoot())
    let second = SpecialFunctions.normalCDF(toy.distance / 2)
    var auc = Coverage(of: first), difference = Coverage(of: first - second)
    for seed in 0..<2000 {
      let pair = try toy.pair(400, seed: UInt64(seed))
      auc.count(pair.first.steps.auc)
      difference.count(AUCDifference(pair.first, pair.second).difference)
    }
    #expect(auc.isRight, "AUC: \(auc)")
    #expect(difference.isRight, "difference: \(difference)")
  }

  @Test(arguments: toys.indices, [0.01, 0.1, 0.3])
  func intervalsOfTheEfficiency(toy index: Int, background: Double) throws {
    let toy = Self.toys[index]
    let cut = SpecialFunctions.normalQuantile(background)
    var efficiency = Coverage(of: SpecialFunctions.normalCDF(toy.distance + cut))
    for seed in 0..<1500 {
      let events = try toy.events(background < 0.05 ? 4000 : 1000, seed: UInt64(seed))
      efficiency.count(events.steps.workingPoint(atBackground: background).signal)
    }
    #expect(efficiency.isRight, "\(efficiency)")
  }

  @Test(arguments: toys.indices)
  func intervalsOfTheSignificance(toy index: Int) throws {
    let toy = Self.toys[index]
    var significance = Coverage(of: toy.distance / 2.squareRoot())
    for seed in 0..<800 {
      significance.count(try toy.events(600, seed: UInt64(seed)).steps.significance)
    }
    #expect(significance.isRight, "\(significance)")
  }

  /// The width of the intervals of the separation: its known upward bias is that of the mean.
  @Test(arguments: toys.indices)
  func spreadOfTheSeparation(toy index: Int) throws {
    let toy = Self.toys[index]
    let figures = try (0..<300).map {
      try toy.events(4000, seed: UInt64($0)).steps.separation(bins: 20)
    }
    let mean = figures.reduce(0) { $0 + $1.value } / Double(figures.count)
    var separation = Coverage(of: mean)
    for figure in figures { separation.count(figure) }
    #expect(separation.isRight, "\(separation)")
  }

  @Test(arguments: toys.indices)
  func intervalsOfTheSignalProbability(toy index: Int) throws {
    let toy = Self.toys[index]
    var coverage = Coverage(of: 0)
    for seed in 0..<60 {
      let fit = SignalProbability(fittedTo: try toy.events(6000, seed: UInt64(seed)).steps)
      for y in fit.response.dropFirst(2).dropLast(2) {
        let truth = Self.probability(y, distance: toy.distance, prior: 0.2)
        let fitted = fit.probability(of: y, prior: 0.2)
        coverage.count(Measured(fitted.value - truth, fitted.error))
      }
    }
    // Sixty fits, of which the points hang together: less than so many toys.
    #expect(coverage.isRight(within: 0.05), "\(coverage)")
  }

  @Test(arguments: toys.indices)
  func intervalsOfTheBestCut(toy index: Int) throws {
    let toy = Self.toys[index]
    var signal = Coverage(of: 0), significance = Coverage(of: 0)
    for seed in 0..<800 {
      let best = CutScan(try toy.events(2000, seed: UInt64(seed)), options: .init(), points: 6).best
      let s = SpecialFunctions.normalCDF(toy.distance - best.cut)
      let b = SpecialFunctions.normalCDF(-best.cut)
      let truth = 1000 * s / (1000 * s + 1000 * b).squareRoot()
      signal.count(Measured(best.signalEfficiency.value - s, best.signalEfficiency.error))
      significance.count(
        Measured(best.significance.value - truth, best.significance.error))
    }
    #expect(signal.isRight, "\(signal)")
    #expect(significance.isRight, "\(significance)")
  }

  static func probability(_ y: Double, distance: Double, prior: Double) -> Double {
    let signal = prior * exponential(-(y - distance) * (y - distance) / 2)
    return signal / (signal + (1 - prior) * exponential(-y * y / 2))
  }
}
