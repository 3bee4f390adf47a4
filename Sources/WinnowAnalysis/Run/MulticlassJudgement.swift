import WinnowCore
import WinnowEvaluation

/// Scores, figures and files of a classification with three classes or more.
struct MulticlassJudgement {
  let stage: JudgementStage

  private struct Judged {
    let figures: MulticlassFigures
    let test: MulticlassEvents
    let training: MulticlassHeadline
  }

  func run(_ methods: [TrainedMethod], _ facts: RunFacts) throws -> MulticlassSummary {
    let responses = try methods.map { try stage.score($0) }
    let judged = try stage.inParallel(responses.count) { try judge(responses[$0]) }
    try stage.writeScores(methods, responses)
    let order = judged.indices.sorted {
      judged[$0].test.headline.auc.value > judged[$1].test.headline.auc.value
    }
    var options = EvaluationOptions()
    options.bins = stage.plan.multiclass.bins
    return MulticlassSummary(
      facts: facts, inputs: try stage.inputFigures(methods, options: options),
      methods: order.map {
        MulticlassMethod(
          identity: stage.identity(methods[$0]),
          figures: withPermutation(judged[$0].figures, of: methods[$0]),
          training: judged[$0].training, test: judged[$0].test.headline,
          cost: stage.cost(methods[$0], responses[$0]), record: methods[$0].record)
      },
      comparisons: MulticlassEvents.comparisons(
        order.map { (methods[$0].classifier.name, judged[$0].test) }))
  }

  private func withPermutation(
    _ figures: MulticlassFigures, of method: TrainedMethod
  ) -> MulticlassFigures {
    var figures = figures
    if let (losses, rows) = stage.inquiry(into: method).permutation(PermutationImportance.areas) {
      (figures.permutation, figures.permutedEvents) = (losses, rows)
    }
    return figures
  }

  private func judge(_ responses: JudgementStage.Responses) throws -> Judged {
    let learnt = stage.learnt(responses)
    return Judged(
      figures: try MulticlassFigures(responses.test, of: stage.events.test),
      test: try MulticlassEvents(responses.test, of: stage.events.test),
      training: try MulticlassEvents(learnt.scores, of: learnt.events).headline)
  }
}
