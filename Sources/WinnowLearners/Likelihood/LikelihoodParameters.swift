import WinnowCore

/// The settings of `Likelihood`.
public struct LikelihoodParameters: LearnerParameters {
  public var density = LikelihoodDensity.histogram
  /// Bins of a histogram; 0 takes as many as `eventsPerBin` asks for.
  public var bins = 0
  public var eventsPerBin = 50
  public var binning = LikelihoodBinning.equal
  /// Passes of the smoothing (¼, ½, ¼) over the bins.
  public var smoothing = 0
  /// Factor on the rule-of-thumb bandwidth of the kernel estimate.
  public var bandwidth = 1.0
  /// Whether kernels are wider where events are few.
  public var adaptive = false
  /// Events within a kernel's width of its centre; 0 for the rule of thumb.
  public var neighbors = 0
  public var border = LikelihoodBorder.none
  /// Whether the response is −ln(1/r − 1)/15 instead of r.
  public var transformOutput = false

  public init() {}

  public static let rules: [ParameterRule<Self>] = [
    .choice("density", \.density, "how the density of an input is estimated"),
    .integer("bins", \.bins, 0...100_000, "bins of a histogram; 0: as events_per_bin asks"),
    .integer(
      "events_per_bin", \.eventsPerBin, 1...1_000_000,
      "events per bin and class on average, where bins is 0"),
    .choice("binning", \.binning, "bins of equal width, or of an equal share of the events"),
    .integer("smoothing", \.smoothing, 0...1000, "passes of the smoothing (¼, ½, ¼) over the bins"),
    .real(
      "bandwidth", \.bandwidth, .openClosed(0, 1000),
      "factor on the kernels' rule-of-thumb width 1.06 σ n^(−1/5)"),
    .flag("adaptive", \.adaptive, "whether kernels are wider where events are few"),
    .integer(
      "neighbors", \.neighbors, 0...1_000_000,
      "kernels reach, times bandwidth, to this nearest event of the class; 0: rule of thumb"),
    .choice("border", \.border, "what becomes of the part of a kernel beyond the range of the data"),
    .flag(
      "transform_output", \.transformOutput, "response −ln(1/r − 1)/15 instead of r, two classes"),
  ]
}

/// How the density of one input in one class is estimated.
public enum LikelihoodDensity: String, Sendable, CaseIterable {
  /// Bin contents, joined by straight lines between the middles of the bins.
  case histogram
  /// A Gaussian kernel on each event.
  case kernel
}

/// Where the edges of a histogram lie.
public enum LikelihoodBinning: String, Sendable, CaseIterable {
  case equal
  /// At quantiles of the class.
  case quantile
}

/// What becomes of the part of a kernel beyond the smallest and largest value of an input.
public enum LikelihoodBorder: String, Sendable, CaseIterable {
  /// It is lost.
  case none
  /// The part inside is scaled up.
  case renormalize
  /// It is reflected.
  case mirror
}
