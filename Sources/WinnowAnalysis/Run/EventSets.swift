import WinnowCore
import WinnowInput

/// The events of a run, divided.
///
/// With folds, training and test hold the same events, each scored by a model that has not seen it.
struct EventSets: Sendable {
  var train: Sample
  var test: Sample
  /// The fold of each event, where the split is by folds.
  var folds: [Int]?
  var foldRule: FoldRule?
  /// Weights for training, normalised; the samples keep the weights of the files.
  var trainingWeights: [Double]
  var splitSentence = ""
  var normalizationSentence = ""
  var remarks: [String] = []

  /// The training events with the weights that learners see.
  var learning: Sample { train.replacing(weights: trainingWeights) }
}

extension EventSets {
  /// Training events alone, with the weights they have.
  init(training sample: Sample) {
    self.init(train: sample, test: sample.selecting([]), trainingWeights: sample.weights)
  }
}
