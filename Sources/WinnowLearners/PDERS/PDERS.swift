import WinnowCore

/// Probability densities estimated by range search: each class's training events are counted in a
/// volume around the event,
///
/// y(x) = p_S / (p_S + p_B),  p_c(x) = Σ w K(r/R) / Σ w over the events of class c in the volume,
///
/// so that y does not depend on how many events of each class there are. With several classes there
/// is one output p_c / Σ p for each; a regression gives Σ w K t / Σ w K of the targets t.
///
/// Searches are exact. The adaptive volume reaches to the n-th nearest training event (by Euclidean
/// distance, or by the largest difference for boxes), where TMVA grows a box until it holds between
/// NEventsMin and NEventsMax. Training events are scored without themselves.
///
/// Reference: T. Carli and B. Koblitz, Nucl. Instrum. Meth. A 501 (2003) 576, hep-ex/0211019.
public struct PDERS: Learner {
  public static let identifier = "PDERS"
  public static let summary = "densities of the classes from the events in a volume around each event"
  public static let traits = LearnerTraits(
    tasks: [.classification, .multiclass, .regression],
    negativeWeights: "Events count with their signed weights; the ratio is limited to [0, 1], and "
      + "where the weights in the volume do not sum to more than 0 all classes are equally likely.")

  public let parameters: PDERSParameters

  public init(_ parameters: PDERSParameters) { self.parameters = parameters }

  /// - Throws: `badData` for fewer events than an adaptive volume needs, a class without positive
  ///   weight, an input that is constant or not finite; `interrupted`.
  /// - Complexity: O(N (log N + d)).
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> PDERSModel {
    try context.checkCancelled()
    let kept = KNNMemory.kept(of: training)
    let scaling = try KNNScaling(parameters.scale, fraction: parameters.scaleFraction, of: kept)
    let memory = try KNNMemory(
      kept, weights: Self.normalized(kept), scaling, threads: context.threads)
    let model = try PDERSModel(schema: training.schema, parameters: parameters, memory: memory)
    context.progress.advance(step: 1, total: 1, events: kept.count, note: "")
    return model
  }

  /// Weights with a sum of 1 in each class; those of a regression as they are.
  private static func normalized(_ sample: Sample) throws -> [Double] {
    guard case .classes(let names, let labels) = sample.truth else { return sample.weights }
    var sums = [Double](repeating: 0, count: names.count)
    for (label, weight) in zip(labels, sample.weights) { sums[Int(label)] += weight }
    for (name, sum) in zip(names, sums) where !(sum > 0) {
      throw WinnowError(
        .badData, "PDERS needs a positive sum of weights in every class; that of “\(name)” is \(sum)")
    }
    return zip(labels, sample.weights).map { $1 / sums[Int($0)] }
  }
}
