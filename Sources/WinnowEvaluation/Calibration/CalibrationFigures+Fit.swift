extension CalibrationFigures {
  /// All maps that can be fitted.
  public static let maps: [any Calibration.Type] = [
    SignalProbability.self, PlattCalibration.self, IsotonicCalibration.self,
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
    let groups = parts.map { ResponseGroups($0) }
    var figures: [CalibrationFigures] = []
    if groups.allSatisfy({ Logit.of($0.response) != nil }) {
      var score = ProbabilityScore(prior: prior)
      for part in groups { score.add(part) { PriorShift.probability(balanced: $0, prior: prior) } }
      figures.append(score.figures(name: "none", parameters: [:]))
    }
    return figures + maps.compactMap { map in
      guard let whole = map.init(fittedTo: steps), let first = map.init(fittedTo: parts[0]),
        let second = map.init(fittedTo: parts[1])
      else { return nil }
      var score = ProbabilityScore(prior: prior)
      score.add(groups[1]) { first.probability(of: $0, prior: prior) }
      score.add(groups[0]) { second.probability(of: $0, prior: prior) }
      return score.figures(name: map.name, parameters: whole.parameters)
    }
  }
}
