import Foundation

extension OptimalCut {
  /// Cuts with fewer effective background events above them are not chosen: the estimate of B, and with
  /// it the figure, would be that of a lucky fluctuation.
  public static let leastBackground = 10.0
  /// Fewer effective events of either class above a cut raise a warning: the yield is known to no better
  /// than a fifth.
  public static let fewEvents = 25.0

  /// The figures of merit that are reported.
  public static func figures(_ options: EvaluationOptions) -> [any FigureOfMerit] {
    [
      SignalOverRootTotal(), SignalOverRootBackground(uncertainty: options.backgroundUncertainty),
      AsimovSignificance(uncertainty: options.backgroundUncertainty),
      PunziFigure(sigmas: options.punziSigmas), ApproximateMedianSignificance(),
    ]
  }

  /// The best cut by each figure of merit, chosen on one random half of the events and quoted on the
  /// other, so that its figures are not those of a lucky fluctuation.
  ///
  /// Candidates are about 2000 cuts: half at equal ratios of the background efficiency, half at equal
  /// signal efficiencies.
  /// - Returns: empty where the events are too few to be halved.
  /// - Complexity: O(n).
  public static func all(
    _ scored: ScoredEvents, figures: [any FigureOfMerit]? = nil, options: EvaluationOptions
  ) -> [OptimalCut] {
    all(halves: RandomHalves(of: scored), figures: figures ?? Self.figures(options), options)
  }

  static func all(
    halves: RandomHalves?, figures: [any FigureOfMerit], _ options: EvaluationOptions
  ) -> [OptimalCut] {
    guard let halves else { return [] }
    let candidates = halves.first.curveSteps(points: 2000).filter { $0 > 0 }
    let yields = candidates.map { CutYield(halves.first, passing: $0, options) }
    return figures.compactMap { figure in
      let values = yields.map {
        $0.effectiveBackground >= leastBackground ? figure.value(of: $0.expected) : .nan
      }
      let best = values.indices.filter { !values[$0].isNaN }.max { values[$0] < values[$1] }
      guard let best else { return nil }
      let cut = halves.first.cut(passing: candidates[best])
      let quoted = halves.second
      return OptimalCut(
        figure, cut: cut, CutYield(quoted, passing: quoted.passing(cut: cut), options))
    }
  }

  private init(_ figure: any FigureOfMerit, cut: Double, _ yield: CutYield) {
    self.init(
      name: figure.name, cut: cut,
      value: figure.measured(
        signal: yield.signal, background: yield.background,
        efficiency: yield.signalEfficiency.value),
      signalEfficiency: yield.signalEfficiency, backgroundEfficiency: yield.backgroundEfficiency)
    effectiveSignal = yield.effectiveSignal
    effectiveBackground = yield.effectiveBackground
    warning = Self.warning(signal: effectiveSignal, background: effectiveBackground)
  }

  static func warning(signal: Double, background: Double) -> String? {
    let few = [("signal", signal), ("background", background)].filter { $0.1 < fewEvents }
    if few.isEmpty { return nil }
    let counts = few.map { String(format: "%.3g effective %@ events", $0.1, $0.0) }
    return "only \(counts.joined(separator: " and ")) above the cut: more simulation is needed"
  }
}

/// Efficiencies, expected yields and simulated events above a cut.
private struct CutYield {
  let signalEfficiency: Measured
  let backgroundEfficiency: Measured
  let signal: Measured
  let background: Measured
  let effectiveSignal: Double
  let effectiveBackground: Double

  init(_ steps: ResponseSteps, passing k: Int, _ options: EvaluationOptions) {
    let s = steps.signal.above(k), b = steps.background.above(k)
    signalEfficiency = Measured(fraction: s, of: steps.signal.total)
    backgroundEfficiency = Measured(fraction: b, of: steps.background.total)
    signal = options.expectedSignal * signalEfficiency
    background = options.expectedBackground * backgroundEfficiency
    effectiveSignal = s.effective
    effectiveBackground = b.effective
  }

  var expected: ExpectedYield {
    ExpectedYield(
      signal: signal.value, background: background.value, signalEfficiency: signalEfficiency.value)
  }
}
