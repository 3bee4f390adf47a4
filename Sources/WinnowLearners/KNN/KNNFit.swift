/// What is made of the neighbours' votes.
public enum KNNFit: String, Sendable, CaseIterable {
  /// Their weighted mean.
  case average
  /// The value at the event of a plane through them, by weighted least squares. Takes away the bias
  /// of the mean where the neighbours lie to one side.
  case linear
  /// The signal probability of a linear discriminant made from them; two classes only. The idea of
  /// TMVA's `UseLDA`.
  case fisher
}
