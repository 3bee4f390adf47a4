import WinnowCore

/// Whether background, weighted by the density ratio that the response is said to mean, looks like signal
/// in a variable.
///
/// With r = p(y|S)/p(y|B) = q/(1 − q) fitted to one random half of the events, background events of the
/// other half get weights w r. If y carries all that the variables know of the class, and q is right, their
/// distribution is that of signal in every variable (Cranmer, Pavez and Louppe, arXiv:1506.02169).
///
/// The distance of Kolmogorov and Smirnov before and after says how much of the difference goes. A
/// variable that stays different shows what the method has not learnt, or a wrong q; closure in each
/// variable alone does not prove closure in all jointly.
public struct ClosureFigures: Sendable, Hashable, Codable {
  public var variable: String
  /// Between signal and background as it is.
  public var distanceBefore: Double
  /// Between signal and reweighted background.
  public var distanceAfter: Double
  /// Of no difference after reweighting. The uncertainty of the fit is not in it, and makes it small
  /// where events are many.
  public var pValueAfter: Double

  /// One per variable, of about 10 000 events at most; empty where the events are too few to be halved.
  /// Missing values are left out.
  /// - Complexity: O(n + limit × variables).
  public static func all(
    of inputs: Sample, scored: ScoredEvents, limit: Int = 10_000
  ) -> [ClosureFigures] {
    all(of: inputs, scored: scored, halves: RandomHalves(of: scored), limit: limit)
  }

  static func all(
    of inputs: Sample, scored: ScoredEvents, halves: RandomHalves?, limit: Int = 10_000
  ) -> [ClosureFigures] {
    precondition(inputs.count == scored.count, "one row of inputs per response")
    guard let halves else { return [] }
    let step = max(1, scored.count / (2 * limit))
    let fit = SignalProbability(fittedTo: halves.first)
    let rows = stride(from: 0, to: scored.count, by: step).filter {
      RandomPart.half(of: $0) == 1 && scored.events.weights[$0] != 0
    }
    let weights = rows.map { row -> Double in
      let weight = scored.events.weights[row]
      if scored.events.isSignal[row] { return weight }
      let q = fit.balanced(at: Double(scored.events.response[row]))
      return q < 1 ? weight * q / (1 - q) : weight / Logit.margin
    }
    return zip(inputs.schema.names, inputs.columns).compactMap { name, column in
      ClosureFigures(name, column, rows, weights, scored.events)
    }
  }

  private init?(
    _ name: String, _ column: [Float], _ rows: [Int], _ weights: [Double], _ events: EventColumns
  ) {
    let kept = rows.indices.filter { column[rows[$0]].isFinite }
    let values = kept.map { column[rows[$0]] }
    let ranked = RankedEvents(
      EventColumns(
        response: values, weights: kept.map { events.weights[rows[$0]] },
        isSignal: kept.map { events.isSignal[rows[$0]] }))
    let before = ResponseSteps(ranked)
    let after = ResponseSteps(ranked.reweighted { weights[kept[$0]] })
    let totals = [before.signal, before.background, after.background].map(\.total)
    guard totals.allSatisfy({ $0.sum > 0 && $0.squares.isNormal }) else { return nil }
    let test = KolmogorovSmirnov(signal: after)
    variable = name
    distanceBefore = KolmogorovSmirnov(signal: before).distance
    distanceAfter = test.distance
    pValueAfter = test.pValue
  }
}
