import WinnowCore

/// Two classes in a plane, in shapes that tell classifiers apart.
public struct PlaneToy: Toy {
  public enum Shape: String, Sendable, CaseIterable {
    case circle, xor, gaussians, spiral, checkerboard

    func density(noise: Double) -> any PlaneDensity {
      switch self {
      case .circle: CircleDensity(noise: noise)
      case .xor: XorDensity(noise: noise)
      case .gaussians: GaussiansDensity(noise: noise)
      case .spiral: SpiralDensity(noise: noise)
      case .checkerboard: CheckerboardDensity(noise: noise)
      }
    }
  }

  public struct Parameters: RuledParameters, SignalFraction {
    public var shape = Shape.circle
    public var noise = 0.3
    public var signalFraction = 0.5

    public init() {}

    public static let rules: [ParameterRule<Self>] = [
      .choice("shape", \.shape, "what the classes look like"),
      .real("noise", \.noise, .closed(0.02, 5), "width of the Gaussian smearing in x and y"),
      .signalFraction,
    ]
  }

  public static let identifier = "plane"
  public static let summary = "circle, xor, gaussians, spiral or checkerboard in two dimensions"

  public let parameters: Parameters

  public init(_ parameters: Parameters) { self.parameters = parameters }

  /// The area is that of the exact likelihood ratio, integrated on a grid; good to about 10⁻³.
  public var truth: ToyTruth {
    let density = parameters.shape.density(noise: parameters.noise)
    let curve = PlaneTruth(density)
    return ToyTruth(
      text: density.text, auc: curve.auc, signalEfficiency: curve.signalEfficiency,
      logLikelihoodRatio: { row in
        density.logRatio(at: Point(Double(row[0]), Double(row[1])))
      })
  }

  public func generate(events: Int, seed: UInt64, threads: Int) -> Sample {
    let density = parameters.shape.density(noise: parameters.noise)
    let assembly = EventAssembly(
      features: [Feature("x"), Feature("y")], signalFraction: parameters.signalFraction)
    return assembly.sample(events: events, seed: seed, threads: threads) { event, row in
      var random = event.random(.inputs)
      let point = density.point(isSignal: event.isSignal, &random)
      row[0] = Float(point.x)
      row[1] = Float(point.y)
      return 1
    }
  }
}
