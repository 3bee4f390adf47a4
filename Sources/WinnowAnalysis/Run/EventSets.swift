import WinnowCore
import WinnowInput

/// The events of a run, divided.
///
/// With folds, training and test hold the same events, each scored by a model that has not seen it.
struct EventSets: Sendable {
  let train: Sample
  let test: Sample
  /// The fold of each event, where the split is by folds.
  let folds: [Int]?
  let foldRule: TrainedClassifier.FoldRule?
  /// Weights for training, normalised; the samples keep the weights of the files.
  let trainingWeights: [Double]
  let splitSentence: String
  let normalizationSentence: String
  let remarks: [String]

  /// The training events with the weights that learners see.
  var learning: Sample { train.replacing(weights: trainingWeights) }
}
