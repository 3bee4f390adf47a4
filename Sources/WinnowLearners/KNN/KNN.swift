import WinnowCore

/// The k nearest training events vote: y(x) = Σ w K v / Σ w K over the k neighbours of x, where w is
/// an event's weight, K the kernel, and v is 1 for signal and 0 for background, 1 for the class in
/// question with several classes, or the target of a regression.
///
/// Neighbours are exact; equal distances count by event number. Training events are scored without
/// themselves. With negative weights a local fraction outside [0, 1] is limited to it, and where
/// Σ w K ≤ 0 the answer is that of the whole training sample. Distances are Euclidean in inputs
/// divided by their width, or of Mahalanobis (`KNNScale`), with a factor on each input where wanted;
/// the factors can be tuned by leave-one-out. In place of the mean, `fit` takes a plane or a linear
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
  ///   not positive, an input that is constant or not finite; `badConfiguration` for factors that are
  ///   not one per input; `interrupted`.
  /// - Complexity: O(N (log N + d)), N searches for each k of a list, and up to 8 d times 5000 searches
  ///   for tuned factors.
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> KNNModel {
    try context.checkCancelled()
    let kept = weighted(KNNMemory.kept(of: training)), inputs = training.schema.count
    guard parameters.factors.isEmpty || parameters.factors.count == inputs else {
      throw WinnowError(
        .badConfiguration, "KNN.factors needs one number per input: \(inputs), not "
          + "\(parameters.factors.count)")
    }
    var chosen = parameters
    let plain = try KNNScaling(parameters.scale, fraction: parameters.scaleFraction, of: kept)
    if parameters.tunesFactors { chosen = try tuned(plain, on: kept, in: context) }
    let scaling = chosen.factors.isEmpty ? plain : plain.multiplied(by: chosen.factors)
    let memory = try KNNMemory(kept, weights: kept.weights, scaling, threads: context.threads)
    if !chosen.neighborChoices.isEmpty {
      chosen = try best(of: chosen, on: kept, memory, in: context)
    }
    context.progress.advance(step: 1, total: 1, events: kept.count, note: "")
    return try KNNModel(
      schema: training.schema, parameters: chosen, memory: memory,
      record: TrainingRecord(remarks: remarks(on: chosen, kept.schema)))
  }

  private func weighted(_ sample: Sample) -> Sample {
    parameters.weights
      ? sample : sample.replacing(weights: Array(repeating: 1, count: sample.count))
  }

  private func remarks(on chosen: KNNParameters, _ schema: Schema) -> [String] {
    var remarks: [String] = []
    if parameters.tunesFactors {
      let factors = zip(schema.names, chosen.factors).map { "\($0) \(($1 * 100).rounded() / 100)" }
      remarks.append("Factors with the least leave-one-out error: \(factors.joined(separator: ", ")).")
    }
    if !parameters.neighborChoices.isEmpty {
      remarks.append(
        "Of \(parameters.neighborChoices.count) numbers of neighbours, \(chosen.neighbors) had the "
          + "least leave-one-out error.")
    }
    return remarks
  }
}
