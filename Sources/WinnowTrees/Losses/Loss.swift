/// What boosting makes small: a function ℓ(y, F) of target and score, summed with event weights.
///
/// All functions take rows in blocks whose length is a multiple of 16, padded with weight 0.
public protocol Loss: Sendable {
  /// Such as “log loss”.
  var name: String { get }

  /// The constant score that boosting starts from.
  /// - Throws: `badData` where the events allow none.
  func start(targets: Span<Float>, weights: Span<Float>) throws -> Double

  /// The longest step of a leaf in which negative weights cancel others. Where the signed weights of
  /// one class sum to less than zero the loss has no minimum, and Newton's steps would grow for ever.
  var longestSignedStep: Double { get }

  /// Where the loss is no smooth function, Newton's step means little: then leaves take this quantile of
  /// the residuals y − F of their events, weighted with h, which lowers the loss most. nil elsewhere.
  var leafQuantile: Double? { get }

  /// Writes g = w ∂ℓ/∂F and h = w ∂²ℓ/∂F² (or an upper bound of it) of each row.
  /// - Returns: Σ w ℓ over the rows.
  func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double

  /// Turns scores into predictions, in place.
  func respond(_ scores: inout MutableSpan<Float>)
}

extension Loss {
  public var longestSignedStep: Double { .infinity }
  public var leafQuantile: Double? { nil }
}
