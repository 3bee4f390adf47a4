import WinnowCore

/// How the learning rate falls, as analysis files say it: a number is the fraction lost in each epoch
/// (0 keeps the rate), `cosine` goes to 0 at the last epoch, `{factor: 0.5, every: 20}` falls in steps.
public enum LearningRateDecay: Sendable, Hashable {
  case exponential(Double)
  case cosine
  case steps(factor: Double, every: Int)

  public var schedule: any LearningRateSchedule {
    switch self {
    case .exponential(0): ConstantRate()
    case .exponential(let decay): ExponentialDecay(decay: decay)
    case .cosine: CosineDecay()
    case .steps(let factor, let every): StepDecay(factor: factor, every: every)
    }
  }

  static func rule<Root>(
    _ name: String, _ path: ParameterRule<Root>.Path<LearningRateDecay>
  ) -> ParameterRule<Root> {
    ParameterRule(
      name, range: "[0, 1) | cosine | {factor: (0, 1], every: epochs}",
      "fall of the learning rate: part lost in each epoch, half a cosine, or steps", invalid: 1.5,
      read: { $0[keyPath: path] = try LearningRateDecay(reading: $1) },
      write: { $0[keyPath: path].setting })
  }

  private init(reading setting: Setting) throws {
    switch setting.value {
    case .text("cosine"): self = .cosine
    case .table:
      let steps = try DecaySteps(reading: setting, owner: "")
      self = .steps(factor: steps.factor, every: steps.every)
    case .integer, .real:
      let decay = try setting.real()
      guard decay >= 0, decay < 1 else { throw setting.mismatch("in [0, 1)") }
      self = .exponential(decay)
    default: throw setting.mismatch("a number in [0, 1), cosine, or {factor: …, every: …}")
    }
  }

  private var setting: Setting {
    switch self {
    case .exponential(let decay): Setting(.real(decay))
    case .cosine: "cosine"
    case .steps(let factor, let every):
      .table(["factor": Setting(.real(factor)), "every": Setting(.integer(every))])
    }
  }
}

/// The table of a decay in steps.
private struct DecaySteps: RuledParameters {
  var factor = 0.5
  var every = 20

  static var rules: [ParameterRule<DecaySteps>] {
    [
      .real("factor", \.factor, .openClosed(0, 1), "factor on the rate at each step"),
      .integer("every", \.every, 1...1_000_000, "epochs between steps"),
    ]
  }
}
