/// A model that tells how far off its answers may be.
public protocol ErrorEstimating: Model {
  /// Standard errors of the scores, output by output; NaN where there is no estimate.
  /// - Errors and complexity: as `scores`.
  func errors(for sample: Sample, threads: Int) throws -> Scores
}
