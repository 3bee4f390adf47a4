import WinnowCore
import WinnowKernels
import WinnowTrees

/// Boosted decision trees on binned variables: gradient boosting, AdaBoost, bagging and forests, for two
/// classes, several classes and regression.
///
/// Two classes: the response lies in [0, 1]. Gradient boosting: the probability of signal at the class
/// weights of the training sample. Votes: (1 + F) / 2, F in [−1, 1] TMVA's response with yes-or-no
/// leaves; with purity leaves it is the mean purity, as in TMVA. TMVA's response of BDTG is
/// 2 · response − 1.
///
/// Several classes: one output for each, Σ = 1. Gradient boosting: the softmax of one forest for each
/// class. Votes: the votes of each class against the rest, over their sum.
///
/// Regression: one output for each target, each from forests of its own, in the units of the target.
///
/// See `GradientBoosting`, `SoftmaxBoosting`, `TreeVoting` and `RegressionVoting` for formulas, weights
/// and references.
public struct BDT: Learner {
  public static let identifier = "BDT"
  public static let summary = "boosted decision trees: gradient boosting, AdaBoost, bagging and forests"
  public static let traits = LearnerTraits(
    tasks: [.classification, .multiclass, .regression], missingValues: true,
    negativeWeights: "as negative_weights says: with their sign, left out, paired off or boosted "
      + "inversely; a cut must leave a positive sum on both sides",
    wantsValidation: true)

  public let parameters: BDTParameters

  public init(_ parameters: BDTParameters) { self.parameters = parameters }

  /// - Throws: `badConfiguration` for options that the truth does not allow; `badData` for no truth,
  ///   infinite inputs or a class without a positive weight sum; `interrupted`.
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> BDTModel {
    let task = try BDTTask(training.truth)
    try parameters.check(task)
    try parameters.checkVariables(training)
    let run = BDTTraining(parameters, task, variables: training.schema.names, in: context)
    func events(_ sample: Sample) throws -> [BoostingSample] {
      try task.events(sample, spectators: parameters.flatness.columns(of: sample))
    }
    let trained = try run.train(on: events(training), validation: validation.map(events))
    return BDTModel(
      schema: training.schema, outputs: task.outputs, votes: trained.votes,
      link: BDTLink(parameters, task),
      record: TrainingRecord.joined(trained.records, names: task.outputs))
  }
}
