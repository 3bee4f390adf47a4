import WinnowCore
import WinnowMath

/// A small collider generator: gg → H⁰ → W∓H± → W∓W±h⁰ → ℓν qq bb̄ against tt̄ → ℓν qq bb̄, with the 21
/// low-level and 7 high-level features of the UCI HIGGS data.
///
/// Modelled: relativistic two-body decays with Breit–Wigner masses, a falling gluon luminosity with
/// its rapidity, transverse momentum from radiation, detector resolution, acceptance, b-tags, a
/// reconstruction that knows only what the detector saw. Not modelled: spin correlations (all decays
/// are isotropic), matrix elements beyond poles and phase space, extra jets, parton showers, leptonic
/// decays of b hadrons, pile-up. Masses and units are physical (GeV, radians), where the UCI files are
/// scaled to a mean of 1. Reference: Baldi, Sadowski and Whiteson, arXiv:1402.4735.
public struct HiggsToy: Toy {
  public struct Parameters: RuledParameters, SignalFraction {
    public var negativeFraction = 0.0
    public var signalFraction = 0.5

    public init() {}

    public static let rules: [ParameterRule<Self>] = [
      .real(
        "negative_fraction", \.negativeFraction, .closed(0, 0.45),
        "share of events with a negative weight, as from MC@NLO"),
      .signalFraction,
    ]
  }

  public static let identifier = "higgs"
  public static let summary = "a cascade of Higgs bosons against top pairs, features as in UCI HIGGS"

  public let parameters: Parameters

  public init(_ parameters: Parameters) { self.parameters = parameters }

  public var truth: ToyTruth {
    ToyTruth(
      text: "The optimum is not known in closed form. Masses of the signal: H⁰ 425, H± 325, h⁰ 125 GeV; "
        + "of the background: top 172.5 GeV.")
  }

  public func generate(events: Int, seed: UInt64, threads: Int) -> Sample {
    let assembly = EventAssembly(
      features: HiggsFeatures.all, signalFraction: parameters.signalFraction)
    let negative = parameters.negativeFraction
    // |w| = 1/(1 − 2f): the expected sum is that of weights of 1.
    let size = 1 / (1 - 2 * negative)
    return assembly.sample(events: events, seed: seed, threads: threads) { request, row in
      HiggsFeatures.fill(&row, with: Self.accepted(request))
      var random = request.random(.weights)
      return random.uniform() < negative ? -size : size
    }
  }

  /// Collisions are repeated until the detector accepts one.
  private static func accepted(_ request: EventRequest) -> ObservedEvent {
    var production = request.random(.production)
    var decay = request.random(.decay)
    var detection = request.random(.detector)
    while true {
      let collision =
        request.isSignal
        ? HiggsCascade().collide(production: &production, decay: &decay)
        : TopPair().collide(production: &production, decay: &decay)
      if let event = Detector().observe(collision, &detection) { return event }
    }
  }
}
