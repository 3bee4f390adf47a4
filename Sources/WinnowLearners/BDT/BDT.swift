import WinnowCore
import WinnowTrees

/// Boosted decision trees: gradient boosting of the logistic loss on binned variables, leaf by leaf.
///
/// The response is the probability of signal at the class weights of the training sample, in [0, 1].
/// See `GradientBoosting` for formulas, weights and references.
public struct BDT: Learner {
  public static let identifier = "BDT"
  public static let summary = "boosted decision trees: gradient boosting with histograms"
  public static let traits = LearnerTraits(
    tasks: [.classification], missingValues: true,
    negativeWeights: "used as they are; a cut must leave a positive sum of second derivatives on "
      + "both sides",
    wantsValidation: true)

  public let parameters: BDTParameters

  public init(_ parameters: BDTParameters) { self.parameters = parameters }

  /// - Throws: `badData` for a truth that is not two classes, infinite inputs or a class without a
  ///   positive weight sum; `interrupted`.
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> BDTModel {
    let events = training.weights.count { $0 != 0 }
    let boosting = GradientBoosting(
      loss: LogisticLoss(), options: parameters.boosting(events: events))
    let (forest, record) = try boosting.train(
      on: Self.boostingSample(training), validation: validation.map(Self.boostingSample),
      in: context)
    return BDTModel(schema: training.schema, forest: forest, record: record)
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
