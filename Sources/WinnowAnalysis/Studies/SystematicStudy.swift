import WinnowCore
import WinnowEvaluation
import WinnowInput

/// Applies trained methods to varied test events.
struct SystematicStudy {
  let plan: AnalysisPlan
  let events: EventSets
  let threads: Int

  /// The shift of each method under one variation, in the order given.
  /// - Parameter methods: with their responses to the nominal test events.
  /// - Throws: what is wrong with the varied events.
  func shifts(
    of methods: [(classifier: TrainedClassifier, nominal: ScoredEvents)],
    under systematic: SystematicPlan
  ) throws -> [SystematicShift] {
    let varied = try EventLoader(plan: plan.varied(by: systematic), threads: threads).load()
    let isPaired = systematic.input == nil && varied.test.count == events.test.count
      && varied.test.truth == events.test.truth
    return try methods.map { method in
      let scores = try method.classifier.scores(
        for: varied.test, folds: varied.folds, threads: threads)
      return SystematicShift(
        systematic.name, nominal: method.nominal,
        varied: try ScoredEvents(response: scores.response, of: varied.test), isPaired: isPaired)
    }
  }
}
