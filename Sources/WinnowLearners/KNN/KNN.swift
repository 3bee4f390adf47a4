import WinnowCore
import WinnowNeighbours

/// The k nearest training events vote: y(x) = Σ w K v / Σ w K over the k neighbours of x, where w is
/// an event's weight, K the kernel, and v is 1 for signal and 0 for background, 1 for the class in
/// question with several classes, or the target of a regression.
///
/// Neighbours are exact; equal distances count by event number. Training events are scored without
/// themselves. With negative weights a local fraction outside [0, 1] is limited to it, and where
/// Σ w K ≤ 0 the answer is that of the whole training sample. Distances are Euclidean in inputs
/// divided by their width (`KNNScale`). In place of the mean, `fit` takes a plane or a linear
/// discriminant through the neighbours, and of a list of k the one with the least leave-one-out error
/// is kept.
public struct KNN: Learner {
  public static let identifier = "KNN"
  public static let summary = "votes of the k nearest training events, exact search, weighted"
  public static let traits = LearnerTraits(
    tasks: [.classification, .multiclass, .regression],
    negativeWeights: "Neighbours count with their signed weights; a local fraction is limited to "
      + "[0, 1], and where the weights of the neighbours do not sum to more than 0 the fraction of "
      + "the whole training sample is used.")

  public let parameters: KNNParameters

  public init(_ parameters: KNNParameters) { self.parameters = parameters }

  /// - Throws: `badData` for fewer events than neighbours + 2, an empty class, a weight sum that is
  ///   not positive, an input that is constant or not finite; `interrupted`.
  /// - Complexity: O(N (log N + d)), and N searches for each k of a list.
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> KNNModel {
    try context.checkCancelled()
    let kept = training.weights.contains(0)
      ? training.selecting(KNNModel.countingRows(of: training)) : training
    let scaling = try KNNScaling(parameters, of: weighted(kept))
    let points = try scaling.apply(to: kept)
    let memory = try KNNMemory(
      points: points, weights: weighted(kept).weights, truth: kept.truth,
      index: NeighbourIndex(points, threads: context.threads))
    func model(_ neighbors: Int, _ remarks: [String]) throws -> KNNModel {
      var chosen = parameters
      chosen.neighbors = neighbors
      chosen.neighborChoices = []
      return try KNNModel(
        schema: training.schema, parameters: chosen, scaling: scaling, memory: memory,
        record: TrainingRecord(remarks: remarks))
    }
    if !parameters.neighborChoices.isEmpty {
      return try best(of: parameters.neighborChoices, on: kept, in: context, model)
    }
    context.progress.advance(step: 1, total: 1, events: kept.count, note: "")
    return try model(parameters.neighbors, [])
  }

  private func weighted(_ sample: Sample) -> Sample {
    parameters.weights
      ? sample : sample.replacing(weights: Array(repeating: 1, count: sample.count))
  }
}
