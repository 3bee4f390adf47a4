import WinnowCore
import WinnowKernels
import WinnowTrees

/// Boosted decision trees on binned variables: gradient boosting of the logistic loss, AdaBoost,
/// bagging and forests.
///
/// The response lies in [0, 1]. Gradient boosting: the probability of signal at the class weights of
/// the training sample. Votes: (1 + F) / 2, F in [−1, 1] TMVA's response with yes-or-no leaves; with
/// purity leaves it is the mean purity, as in TMVA. TMVA's response of BDTG is 2 · response − 1.
/// See `GradientBoosting` and `TreeVoting` for formulas, weights and references.
public struct BDT: Learner {
  public static let identifier = "BDT"
  public static let summary = "boosted decision trees: gradient boosting, AdaBoost, bagging and forests"
  public static let traits = LearnerTraits(
    tasks: [.classification], missingValues: true,
    negativeWeights: "as negative_weights says: with their sign, left out, paired off or boosted "
      + "inversely; a cut must leave a positive sum on both sides",
    wantsValidation: true)

  public let parameters: BDTParameters

  public init(_ parameters: BDTParameters) { self.parameters = parameters }

  /// - Throws: `badData` for a truth that is not two classes, infinite inputs or a class without a
  ///   positive weight sum; `interrupted`.
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> BDTModel {
    try parameters.checkOptions()
    try parameters.checkVariables(training)
    let team = ThreadTeam(threads: context.threads)
    var (events, remark) = try Self.boostingSample(training)
      .applying(parameters.negativeWeights, team: team)
    if parameters.balanceClasses { events = try events.balanced() }
    let held = try validation.map(Self.boostingSample)
    let size = BDTParameters.Size(
      events: events.weights.count { $0 != 0 }, variables: training.schema.names)
    var trained: (forest: Forest, record: TrainingRecord)
    if let scheme = parameters.boosting.scheme {
      trained = try TreeVoting(parameters.votingOptions(scheme, size))
        .train(on: events, validation: held, in: context)
    } else {
      trained = try GradientBoosting(
        loss: LogisticLoss(), options: parameters.boostingOptions(size)
      ).train(on: events, validation: held, in: context)
    }
    trained.record.remarks += remark.map { [$0] } ?? []
    return BDTModel(
      schema: training.schema, forest: trained.forest,
      link: parameters.boosting == .gradient ? .logistic : .vote, record: trained.record)
  }

  /// Signal, class 0, has the target 1.
  private static func boostingSample(_ sample: Sample) throws -> BoostingSample {
    guard let labels = sample.labels, sample.classNames.count == 2 else {
      throw WinnowError(.badData, "BDT needs events of two classes, signal and background")
    }
    guard sample.schema.count > 0 else {
      throw WinnowError(.badData, "BDT needs at least one input variable")
    }
    return BoostingSample(
      columns: sample.columns, targets: labels.map { $0 == 0 ? 1 : 0 }, weights: sample.weights)
  }
}
