import WinnowCore
import WinnowMath

/// Photons in a barrel of crystals: what the calorimeter measures, the true energy, and the exact
/// density of the true energy given the measurement.
///
/// A photon of a falling spectrum may convert in the tracker, showers in crystals with gaps between the
/// modules, leaks sideways and backwards, and collects pile-up; that gives 22 columns. Then
/// y = E_true/E_raw is drawn from the double-sided Crystal Ball of `EnergyResponse`, whose parameters
/// are functions of these columns and stand beside them, so that closure is exact. The true energy
/// therefore follows the spectrum of `Photon` smeared by the resolution.
public struct CalorimeterToy: Toy {
  public struct Parameters: RuledParameters {
    public var pileUp = 40.0
    public var stochastic = 0.028
    public var noise = 0.12
    public var constant = 0.003

    public init() {}

    public static let rules: [ParameterRule<Self>] = [
      .real("pile_up", \.pileUp, .closed(0, 200), "mean number of collisions beside the photon's"),
      .real(
        "stochastic", \.stochastic, .closed(0, 0.2), "a of σ/E = a/√E ⊕ b/E ⊕ c, in √GeV"),
      .real("noise", \.noise, .closed(0, 0.5), "b without pile-up, in GeV"),
      .real(
        "constant", \.constant, .closed(0.001, 0.05), "c of unconverted photons inside a module"),
    ]
  }

  public static let identifier = "calorimeter"
  public static let summary = "photons in crystals: energy correction with a known response density"

  public let parameters: Parameters

  public init(_ parameters: Parameters) { self.parameters = parameters }

  public var truth: ToyTruth {
    ToyTruth(
      text: "true_energy/raw_energy follows the double-sided Crystal Ball whose parameters are the "
        + "columns true_mu to true_n_right; true_mean is its mean.")
  }

  /// Names of the columns of truth.
  private static let densityColumns = [
    "true_mu", "true_sigma", "true_alpha_left", "true_n_left", "true_alpha_right", "true_n_right",
    "true_mean",
  ]

  public func generate(events: Int, seed: UInt64, threads: Int) -> Sample {
    let inputs = MeasuredPhoton.columns
    let target = inputs.count
    let count = target + 1 + Self.densityColumns.count
    let made = EventColumns<Double>(count, events: events, threads: threads) { index, row in
      fill(&row, EventPlace(seed: seed, index: index))
      return 1
    }
    let truths = zip(Self.densityColumns, made.columns[(target + 1)...]).map {
      Spectator($0, .real($1))
    }
    return Sample(
      schema: Schema(inputs.map(\.feature)),
      columns: made.columns[..<target].map { $0.map { Float($0) } }, weights: made.weights,
      truth: .targets(names: ["true_energy"], values: [made.columns[target].map { Float($0) }]),
      spectators: [.eventNumbers(events)] + truths)
  }

  private func fill(_ row: inout [Double], _ place: EventPlace) {
    var production = place.random(.production)
    var material = place.random(.decay)
    var detector = place.random(.detector)
    var response = place.random(.response)
    let photon = Photon(pileUp: parameters.pileUp, &production)
    let seen = Shower(photon, Conversion(of: photon, &material)).measured(&detector)
    let density = EnergyResponse(
      stochastic: parameters.stochastic, noise: parameters.noise, constant: parameters.constant
    ).density(given: seen)
    let inputs = MeasuredPhoton.columns
    for (j, column) in inputs.enumerated() { row[j] = Double(seen[keyPath: column.path]) }
    let truth = [
      Double(seen.rawEnergy) * density.draw(&response), density.mean, density.width,
      density.left.alpha, density.left.power, density.right.alpha, density.right.power,
      density.expectation,
    ]
    row.replaceSubrange(inputs.count..., with: truth)
  }
}
