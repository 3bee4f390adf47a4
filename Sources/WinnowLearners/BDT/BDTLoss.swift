import WinnowCore
import WinnowMath
import WinnowTrees

/// What gradient boosting lowers.
public enum BDTLoss: String, Sendable, CaseIterable {
  /// logistic for two classes, softmax for several, squared for regression.
  case automatic
  case logistic
  case exponential
  case softmax
  case squared
  case absolute
  case huber
  case quantile
  case poisson
  case gamma
  case tweedie

  static let ofClasses: [BDTLoss] = [.automatic, .logistic, .exponential]
  static let ofSeveralClasses: [BDTLoss] = [.automatic, .softmax]
  static let ofTargets: [BDTLoss] = [
    .automatic, .squared, .absolute, .huber, .quantile, .poisson, .gamma, .tweedie,
  ]

  /// Whether the prediction is e^F.
  var isLogarithmic: Bool { [.poisson, .gamma, .tweedie].contains(self) }
}

/// The loss of gradient boosting and its constants.
public struct BDTLossSettings: Sendable, Hashable {
  public var kind = BDTLoss.automatic
  /// The quantile of the quantile loss.
  public var alpha = 0.5
  /// Where the Huber loss becomes linear, in units of the target; 0: at the 0.7 quantile of |y − median|.
  public var delta = 0.0
  /// ρ of the Tweedie loss.
  public var power = 1.5

  public init() {}

  /// Losses of one score.
  ///
  /// - Throws: `badData` where the width of a Huber loss cannot be told.
  func loss(for events: BoostingSample, _ task: BDTTask) throws -> any Loss {
    switch kind {
    case .automatic where task.isRegression, .squared: SquaredLoss()
    case .automatic, .logistic, .softmax: LogisticLoss()
    case .exponential: ExponentialLoss()
    case .absolute: AbsoluteLoss()
    case .huber: HuberLoss(width: try width(for: events))
    case .quantile: QuantileLoss(level: alpha)
    case .poisson: PoissonLoss()
    case .gamma: GammaLoss()
    case .tweedie: TweedieLoss(power: power)
    }
  }

  private func width(for events: BoostingSample) throws -> Float {
    if delta > 0 { return Float(delta) }
    let targets = WeightedDistribution(events.targets, weights: events.weights)
    let deviations = targets.map { targets in
      events.targets.map { ($0 - targets.stepQuantile(0.5)).magnitude }
    }
    let width = deviations.flatMap { WeightedDistribution($0, weights: events.weights) }?
      .stepQuantile(0.7)
    guard let width, width > 0 else {
      throw WinnowError(
        .badData, "BDT: loss: huber finds no width for targets of which most are equal or whose "
          + "weights have no positive sum; give delta")
    }
    return width
  }
}

extension BDTLossSettings {
  static var rules: [ParameterRule<BDTLossSettings>] {
    [
      .choice(
        "loss", \.kind,
        "what gradient boosting lowers; automatic: logistic for two classes, softmax for several, "
          + "squared for regression"),
      .real("alpha", \.alpha, RealRange(0, 1, includesLower: false, includesUpper: false), 
        "the quantile that loss: quantile regresses to"),
      .real(
        "delta", \.delta, .atLeast(0),
        "deviation from which on loss: huber is linear, in units of the target; 0: the 0.7 quantile of "
          + "|target − median|"),
      .real("power", \.power, RealRange(1, 2, includesLower: false, includesUpper: false),
        "of loss: tweedie: the variance grows like this power of the mean"),
    ]
  }
}
