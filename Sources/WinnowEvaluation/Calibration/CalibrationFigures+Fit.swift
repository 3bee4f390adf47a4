extension CalibrationFigures {
  /// All maps that can be fitted.
  public static let maps: [any Calibration.Type] = [
    SignalProbability.self, KernelDensityRatio.self, SplineDensityRatio.self,
    PlattCalibration.self, IsotonicCalibration.self,
    BetaCalibration.self, TemperatureCalibration.self,
  ]

  /// Scores of every map that is defined for the responses, each event's probability from a fit to the
  /// random half it is not in; and first, where the response lies in [0, 1], of the response taken as the
  /// probability for equal classes.
  /// - Returns: empty where the events are too few to be halved.
  /// - Complexity: O(n) for each map.
  public static func all(_ scored: ScoredEvents, prior: Double) -> [CalibrationFigures] {
    all(scored.steps, halves: RandomHalves(of: scored), prior: prior)
  }

  static func all(
    _ steps: ResponseSteps, halves: RandomHalves?, prior: Double
  ) -> [CalibrationFigures] {
    guard let halves else { return [] }
    let parts = [halves.first, halves.second]
    let groups = parts.map { ResponseGroups($0, of: steps) }
    let samples = ([steps] + parts).map { ($0, ResponseGroups($0)) }
    var figures: [CalibrationFigures] = []
    if groups.allSatisfy({ Logit.of($0.response) != nil }) {
      var score = ProbabilityScore(prior: prior)
      for part in groups { score.add(part) { PriorShift.probability(balanced: $0, prior: prior) } }
      figures.append(score.figures(name: "none", parameters: [:]))
    }
    return figures + maps.compactMap { map in
      let fits = samples.compactMap { fit(map, to: $0, $1) }
      guard fits.count == 3 else { return nil }
      let (whole, first, second) = (fits[0], fits[1], fits[2])
      var score = ProbabilityScore(prior: prior)
      score.add(groups[1]) { first.probability(of: $0, prior: prior) }
      score.add(groups[0]) { second.probability(of: $0, prior: prior) }
      return score.figures(name: map.name, parameters: whole.parameters)
    }
  }

  private static func fit(
    _ map: any Calibration.Type, to steps: ResponseSteps, _ groups: ResponseGroups
  ) -> (any Calibration)? {
    if let grouped = map as? any GroupedCalibration.Type { return grouped.init(fittedTo: groups) }
    return map.init(fittedTo: steps)
  }
}
