import Testing
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct OptimalCutTests {
  static func yield(_ s: Double, _ b: Double, efficiency: Double = 0.5) -> ExpectedYield {
    ExpectedYield(signal: s, background: b, signalEfficiency: efficiency)
  }

  /// The likelihood of the counting experiment, maximised by SciPy.
  @Test func asimovIsTheProfileLikelihood() throws {
    for row in try Judgement().rows("asimov") {
      let figure = AsimovSignificance(uncertainty: row[2])
      #expect(isClose(figure.value(of: Self.yield(row[0], row[1])), row[3], relative: 1e-5))
    }
  }

  @Test func asimovHasItsLimits() {
    // s/√b and s/√(b + σ²) for s ≪ b.
    let plain = AsimovSignificance().value(of: Self.yield(1, 1e6))
    #expect(isClose(plain, 1e-3, relative: 1e-4))
    let wide = AsimovSignificance(uncertainty: 0.01).value(of: Self.yield(1, 1e6))
    #expect(isClose(wide, 1 / (1e6 + 1e8).squareRoot(), relative: 1e-3))
    // No jump where the formula without σ takes over.
    let near = AsimovSignificance(uncertainty: 1.01e-5).value(of: Self.yield(30, 10))
    #expect(isClose(near, AsimovSignificance().value(of: Self.yield(30, 10)), relative: 1e-6))
    #expect(AsimovSignificance().value(of: Self.yield(0, 5)) == 0)
    #expect(AsimovSignificance().value(of: Self.yield(1, 0)).isNaN)
  }

  @Test func figuresByHand() {
    #expect(SignalOverRootTotal().value(of: Self.yield(30, 70)) == 3)
    #expect(SignalOverRootTotal().value(of: Self.yield(0, 0)) == 0)
    #expect(SignalOverRootBackground().value(of: Self.yield(30, 100)) == 3)
    // 100 + (0.1·100)² = 200.
    let known = SignalOverRootBackground(uncertainty: 0.1).value(of: Self.yield(30, 100))
    #expect(isClose(known, 30 / 200.0.squareRoot()))
    #expect(isClose(PunziFigure(sigmas: 5).value(of: Self.yield(3, 6.25)), 0.1))
    let ams = ApproximateMedianSignificance().value(of: Self.yield(30, 20))
    #expect(ams == AsimovSignificance().value(of: Self.yield(30, 30)))
  }

  @Test func cutsOfGaussiansAreTheBestOnes() throws {
    let events = try GaussianToy(distance: 2).events(100_000, seed: 4)
    var options = EvaluationOptions()
    options.expectedSignal = 100
    options.expectedBackground = 10_000
    let cuts = OptimalCut.all(events, options: options)
    #expect(cuts.map(\.name) == ["S/√(S+B)", "S/√(B+σ²)", "Z_A(σ_b)", "Punzi", "AMS"])
    for (cut, figure) in zip(cuts, OptimalCut.figures(options)) {
      func truth(at t: Double) -> Double {
        let s = SpecialFunctions.normalCDF(2 - t), b = SpecialFunctions.normalCDF(-t)
        return figure.value(
          of: ExpectedYield(signal: 100 * s, background: 10_000 * b, signalEfficiency: s))
      }
      // At least ten events of 25 000 above the cut: 3.35 standard deviations.
      let best = stride(from: -1, through: 3.35, by: 0.01).map { truth(at: $0) }.max() ?? .nan
      #expect(truth(at: cut.cut) > 0.95 * best, "\(cut.name)")
      #expect(abs(cut.value.value - truth(at: cut.cut)) < 3.5 * cut.value.error, "\(cut.name)")
      #expect((cut.warning == nil) == (cut.effectiveBackground >= 25), "\(cut.name)")
    }
  }

  @Test func fewEventsRaiseAWarning() throws {
    let events = try GaussianToy(distance: 3).events(120, seed: 4)
    let cuts = OptimalCut.all(events, options: EvaluationOptions())
    let warned = try #require(cuts.first?.warning)
    #expect(warned.hasPrefix("only ") && warned.contains("effective background events"))
  }

  /// 68 % intervals of all figures, with weights of both signs.
  @Test func intervalsOfTheFigures() throws {
    let toy = CoverageTests.toys[2]
    let options = EvaluationOptions()
    let figures = OptimalCut.figures(options)
    var coverage = figures.map { _ in Coverage(of: 0) }
    for seed in 0..<500 {
      let cuts = OptimalCut.all(try toy.events(4000, seed: UInt64(seed)), options: options)
      #expect(cuts.count == figures.count)
      for index in cuts.indices {
        let s = SpecialFunctions.normalCDF(toy.distance - cuts[index].cut)
        let b = SpecialFunctions.normalCDF(-cuts[index].cut)
        let truth = figures[index].value(
          of: ExpectedYield(signal: 1000 * s, background: 1000 * b, signalEfficiency: s))
        coverage[index].count(
          Measured(cuts[index].value.value - truth, cuts[index].value.error))
      }
    }
    for (figure, counted) in zip(figures, coverage) {
      #expect(counted.isRight, "\(figure.name): \(counted)")
    }
  }
}
