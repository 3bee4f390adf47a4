import WinnowCore
import WinnowMath

/// Two unit Gaussians Δ apart along the diagonal of any number of dimensions.
///
/// x_j = ±Δ/(2√d) + z_j with independent standard normal z_j; + for signal. The best classifier is the
/// sum of the inputs, with an area of Φ(Δ/√2) whatever d.
public struct GaussToy: Toy {
  public struct Parameters: RuledParameters, SignalFraction {
    public var distance = 1.5
    public var dimensions = 2
    public var signalFraction = 0.5

    public init() {}

    public static let rules: [ParameterRule<Self>] = [
      .real("distance", \.distance, .closed(0, 20), "distance Δ of the two means in units of the width"),
      .integer("dimensions", \.dimensions, 1...1000, "number of input variables"),
      .signalFraction,
    ]
  }

  public static let identifier = "gauss"
  public static let summary = "two unit Gaussians in any dimension, with area Φ(Δ/√2)"

  public let parameters: Parameters

  public init(_ parameters: Parameters) { self.parameters = parameters }

  public var truth: ToyTruth {
    let shift = shift
    return .gaussians(
      distance: parameters.distance,
      text: "Two unit Gaussians \(parameters.distance) apart; the sum of the inputs is the best "
        + "classifier.",
      logLikelihoodRatio: { row in 2 * shift * row.reduce(0) { $0 + Double($1) } })
  }

  public func generate(events: Int, seed: UInt64, threads: Int) -> Sample {
    let features = (1...parameters.dimensions).map { Feature("x\($0)") }
    let assembly = EventAssembly(features: features, signalFraction: parameters.signalFraction)
    let shift = shift
    return assembly.sample(events: events, seed: seed, threads: threads) { event, row in
      var random = event.random(.inputs)
      for j in row.indices { row[j] = Float(random.normal() + (event.isSignal ? shift : -shift)) }
      return 1
    }
  }

  /// Half the distance of the means in one dimension.
  private var shift: Double {
    parameters.distance / (2 * Double(parameters.dimensions).squareRoot())
  }
}
