import WinnowCore
import WinnowEvaluation

/// What the analysis file asks beyond the figures of the trained methods: systematic variations, learning
/// curves, retraining. A study that fails costs a remark, not the run.
struct StudyStage {
  let plan: AnalysisPlan
  let events: EventSets
  let console: Console
  let threads: Int
  let cancellation: Cancellation

  /// - Parameter scored: the responses to the test events, by the name of the method.
  /// - Throws: interruption only.
  func add(
    to summary: inout RunSummary, methods: [TrainedMethod], scored: [String: ScoredEvents]
  ) throws {
    try systematics(&summary, methods, scored)
    for method in methods {
      guard let nominal = scored[method.classifier.name],
        let place = summary.methods.firstIndex(where: { $0.name == method.classifier.name })
      else { continue }
      try retraining(&summary, at: place, method, nominal)
    }
  }

  private func systematics(
    _ summary: inout RunSummary, _ methods: [TrainedMethod], _ scored: [String: ScoredEvents]
  ) throws {
    let judged = methods.compactMap { method in
      scored[method.classifier.name].map { (classifier: method.classifier, nominal: $0) }
    }
    let study = SystematicStudy(plan: plan, events: events, threads: threads)
    for systematic in plan.systematics {
      let shifts = try attempt(&summary, "systematics.\(systematic.name)") {
        try study.shifts(of: judged, under: systematic)
      } ?? []
      for (method, shift) in zip(judged, shifts) {
        let place = summary.methods.firstIndex { $0.name == method.classifier.name }
        if let place { summary.methods[place].figures.systematics.append(shift) }
      }
    }
  }

  private func retraining(
    _ summary: inout RunSummary, at place: Int, _ method: TrainedMethod, _ nominal: ScoredEvents
  ) throws {
    let name = method.classifier.name
    let study = RetrainingStudy(
      job: method.job,
      context: RunContext(seed: method.job.seed, threads: threads, cancellation: cancellation),
      nominal: nominal)
    if plan.evaluation.learningCurve > 0 {
      console.say("\(name): learning curve")
      summary.methods[place].figures.learningCurve = try attempt(
        &summary, "the learning curve of \(name)"
      ) { try study.learningCurve(sizes: plan.evaluation.learningCurve) }
    }
    if plan.evaluation.retrainedImportance {
      console.say("\(name): importance by retraining")
      summary.methods[place].figures.retrainedImportance = try attempt(
        &summary, "the importance by retraining of \(name)"
      ) { try study.importance() } ?? nil
    }
  }

  private func attempt<Value>(
    _ summary: inout RunSummary, _ what: String, _ body: () throws -> Value
  ) throws -> Value? {
    do {
      return try body()
    } catch let error as WinnowError where error.kind != .interrupted {
      let remark = "No figures for \(what): \(error.message)."
      console.warn(remark)
      summary.remarks.append(remark)
      return nil
    }
  }
}

extension [SystematicShift]? {
  fileprivate mutating func append(_ shift: SystematicShift) { self = (self ?? []) + [shift] }
}
