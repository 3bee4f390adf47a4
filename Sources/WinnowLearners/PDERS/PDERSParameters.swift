import WinnowCore

/// The settings of `PDERS`.
public struct PDERSParameters: LearnerParameters {
  public var volume = PDERSVolume.adaptive
  /// Events that the adaptive volume holds. TMVA accepts 100 to 200.
  public var events = 150
  /// Half the width of the fixed volume, in units of the inputs' scale.
  public var radius = 0.5
  public var kernel = PDERSKernel.box
  /// Standard deviation of the Gaussian kernel in units of the volume's radius.
  public var kernelWidth = 0.5
  public var scale = KNNScale.deviation
  /// Fraction of the events inside the central interval that `scale: interval` makes equally wide.
  public var scaleFraction = 0.8

  public init() {}

  public static let rules: [ParameterRule<Self>] = [
    .choice(
      "volume", \.volume,
      "size of the volume around an event: of a number of training events, or the same everywhere"),
    .integer("events", \.events, 1...1_000_000, "training events in an adaptive volume"),
    .real(
      "radius", \.radius, .openClosed(0, 1e6),
      "half width of a fixed volume in units of the inputs' scale"),
    .choice("kernel", \.kernel, "shape of the volume and weight of the events in it"),
    .real(
      "kernel_width", \.kernelWidth, .openClosed(0, 1000),
      "standard deviation of the gauss kernel in units of the volume's radius"),
    .choice("scale", \.scale, "what makes inputs comparable: their width that is set to 1"),
    .real(
      "scale_fraction", \.scaleFraction, .openClosed(0, 1),
      "fraction of the events in the central interval of “scale: interval”"),
  ]
}

/// What sets the size of the volume in which densities are estimated.
public enum PDERSVolume: String, Sendable, CaseIterable {
  /// It grows until it holds a number of training events.
  case adaptive
  /// The same everywhere.
  case fixed
}
