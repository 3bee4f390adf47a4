import WinnowCore

/// The settings of `KNN`.
public struct KNNParameters: LearnerParameters {
  /// Neighbours that vote on each event.
  public var neighbors = 50
  /// Numbers of neighbours to choose from by leave-one-out; empty to take `neighbors` as it is.
  public var neighborChoices: [Int] = []
  public var fit = KNNFit.average
  public var kernel = KNNKernel.uniform
  /// Standard deviation of the Gaussian kernel in units of the neighbours' RMS distance per input.
  public var kernelWidth = 1.0
  public var scale = KNNScale.deviation
  /// Fraction of the events inside the central interval that `scale: interval` makes equally wide.
  public var scaleFraction = 0.8
  /// Factor on each input after scaling, which multiplies its part of the distance; empty for 1 each.
  public var factors: [Double] = []
  /// Whether the factors are chosen by leave-one-out.
  public var tunesFactors = false
  /// Whether event weights count; events of weight 0 are left out in any case.
  public var weights = true

  public init() {}

  public static let rules: [ParameterRule<Self>] = [
    neighborsRule,
    .choice("fit", \.fit, "what is made of the neighbours: their mean, a plane, a discriminant"),
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
    factorsRule,
    .flag(
      "weights", \.weights, "whether event weights count in the vote and in deviations and covariances"),
  ]
}

extension KNNParameters {
  /// One number, or a list to choose from.
  private static let neighborsRule = ParameterRule<Self>(
    "neighbors", range: "1 … 1000000, or a list",
    "neighbours that vote on each event; of a list, the number with the least leave-one-out error",
    invalid: 0,
    read: { parameters, setting in
      let numbers = try setting.listOrSingle().map { item in
        let number = try item.integer()
        guard (1...1_000_000).contains(number) else { throw item.mismatch("in 1 … 1000000") }
        return number
      }
      guard let first = numbers.first else { throw setting.mismatch("a number, or a list of some") }
      parameters.neighbors = first
      parameters.neighborChoices = numbers.count > 1 ? numbers : []
    },
    write: { parameters in
      parameters.neighborChoices.isEmpty
        ? Setting(.integer(parameters.neighbors))
        : Setting(.list(parameters.neighborChoices.map { Setting(.integer($0)) }))
    })
}

extension KNNParameters {
  /// A list, or the word that stands for choosing one.
  private static let factorsRule = ParameterRule<Self>(
    "factors", range: "tuned, or one number in (0, 1e+06] per input",
    "factors on the inputs after scaling; tuned: those with the least leave-one-out error",
    invalid: [0],
    read: { parameters, setting in
      if case .text = setting.value {
        guard try setting.text() == "tuned" else { throw setting.mismatch("“tuned”, or numbers") }
        (parameters.factors, parameters.tunesFactors) = ([], true)
        return
      }
      parameters.factors = try setting.listOrSingle().map { item in
        let number = try item.real()
        guard number > 0, number <= 1e6 else { throw item.mismatch("in (0, 1e+06]") }
        return number
      }
      parameters.tunesFactors = false
    },
    write: { parameters in
      parameters.tunesFactors
        ? "tuned" : Setting(.list(parameters.factors.map { Setting(.real($0)) }))
    })
}

/// What makes inputs of different units comparable.
public enum KNNScale: String, Sendable, CaseIterable {
  /// Distances in the inputs as they are.
  case none
  /// Inputs divided by their weighted standard deviation.
  case deviation
  /// Inputs divided by the width of the central interval that holds a fraction of the events, without
  /// regard to their weights: TMVA's ScaleFrac.
  case interval
  /// Inputs decorrelated and divided by their width: the distance of Mahalanobis, with the covariance
  /// within the classes.
  case mahalanobis
}
