/// A change of input variables, learnt from the training sample.
public protocol Transform: Sendable {
  associatedtype Fitted: FittedTransform
  /// Learns from training events alone; weights count.
  func fit(to training: Sample) throws -> Fitted
}

/// A transform that has learnt its constants.
public protocol FittedTransform: Sendable {
  /// The inputs it wants and those it gives.
  var input: Schema { get }
  var output: Schema { get }
  /// - Throws: where the sample lacks an input.
  func apply(to sample: Sample) throws -> Sample

  /// Everything needed to rebuild it, bit for bit.
  func archive() -> Archive
}
