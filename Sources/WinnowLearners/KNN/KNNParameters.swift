import WinnowCore

/// The settings of `KNN`.
public struct KNNParameters: LearnerParameters {
  /// Neighbours that vote on each event.
  public var neighbors = 50
  public var kernel = KNNKernel.uniform
  /// Standard deviation of the Gaussian kernel in units of the neighbours' RMS distance per input.
  public var kernelWidth = 1.0
  public var scale = KNNScale.deviation
  /// Fraction of the events inside the central interval that `scale: interval` makes equally wide.
  public var scaleFraction = 0.8
  /// Whether event weights count; events of weight 0 are left out in any case.
  public var weights = true

  public init() {}

  public static let rules: [ParameterRule<Self>] = [
    .integer("neighbors", \.neighbors, 1...1_000_000, "neighbours that vote on each event"),
    .choice(
      "kernel", \.kernel,
      "falling of a neighbour's vote with its distance; polynomial is (1 − x³)³"),
    .real(
      "kernel_width", \.kernelWidth, .openClosed(0, 1000),
      "width of the gaussian kernel in units of the neighbours' RMS distance per input"),
    .choice("scale", \.scale, "what makes inputs comparable: their width that is set to 1"),
    .real(
      "scale_fraction", \.scaleFraction, .openClosed(0, 1),
      "fraction of the events in the central interval of “scale: interval”"),
    .flag("weights", \.weights, "whether event weights count in the vote and the scales"),
  ]
}

/// What makes inputs of different units comparable.
public enum KNNScale: String, Sendable, CaseIterable {
  /// Distances in the inputs as they are.
  case none
  /// Inputs divided by their weighted standard deviation.
  case deviation
  /// Inputs divided by the width of the central interval that holds a fraction of the events.
  case interval
}
