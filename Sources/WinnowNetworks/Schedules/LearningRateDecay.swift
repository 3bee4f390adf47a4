import WinnowCore

/// How the learning rate falls, as analysis files say it: a number is the fraction lost in each epoch
/// (0 keeps the rate), `cosine` goes to 0 at the last epoch, `one_cycle` rises first, `{inverse_time: 0.1}`
/// falls as 1 / (1 + 0.1 · epochs), `{factor: 0.5, every: 20}` falls in steps, `{plateau: 0.5, patience: 5}`
/// falls when the loss has not.
public enum LearningRateDecay: Sendable, Hashable {
  case exponential(Double)
  case inverseTime(Double)
  case cosine
  case oneCycle
  case steps(factor: Double, every: Int)
  case plateau(factor: Double, patience: Int)

  public var schedule: any LearningRateSchedule {
    switch self {
    case .exponential(0): ConstantRate()
    case .exponential(let decay): ExponentialDecay(decay: decay)
    case .inverseTime(let decay): InverseTimeDecay(decay: decay)
    case .cosine: CosineDecay()
    case .oneCycle: OneCycle()
    case .steps(let factor, let every): StepDecay(factor: factor, every: every)
    case .plateau: ConstantRate()
    }
  }

  var plateau: ReduceOnPlateau? {
    guard case .plateau(let factor, let patience) = self else { return nil }
    return ReduceOnPlateau(factor: factor, patience: patience)
  }

  static func rule<Root>(
    _ name: String, _ path: ParameterRule<Root>.Path<LearningRateDecay>
  ) -> ParameterRule<Root> {
    ParameterRule(
      name,
      range: "[0, 1) | cosine | one_cycle | {inverse_time: ≥ 0} | {factor: (0, 1], every: epochs} | "
        + "{plateau: (0, 1), patience: epochs}",
      "fall of the learning rate: part lost in each epoch, half a cosine, a cycle, steps, or by need",
      invalid: 1.5,
      read: { $0[keyPath: path] = try LearningRateDecay(reading: $1) },
      write: { $0[keyPath: path].setting })
  }

  private init(reading setting: Setting) throws {
    switch setting.value {
    case .text("cosine"): self = .cosine
    case .text("one_cycle"): self = .oneCycle
    case .table(let entries) where entries.contains { $0.key == "inverse_time" }:
      self = .inverseTime(try InverseTime(reading: setting, owner: "").decay)
    case .table(let entries) where entries.contains { $0.key == "plateau" }:
      let plateau = try PlateauTable(reading: setting, owner: "")
      self = .plateau(factor: plateau.factor, patience: plateau.patience)
    case .table:
      let steps = try DecaySteps(reading: setting, owner: "")
      self = .steps(factor: steps.factor, every: steps.every)
    case .integer, .real:
      let decay = try setting.real()
      guard decay >= 0, decay < 1 else { throw setting.mismatch("in [0, 1)") }
      self = .exponential(decay)
    default: throw setting.mismatch(
        "a number in [0, 1), cosine, one_cycle, {inverse_time: …}, {factor: …, every: …} or {plateau: …}")
    }
  }

  private var setting: Setting {
    switch self {
    case .exponential(let decay): Setting(.real(decay))
    case .inverseTime(let decay): .table(["inverse_time": Setting(.real(decay))])
    case .cosine: "cosine"
    case .oneCycle: "one_cycle"
    case .steps(let factor, let every):
      .table(["factor": Setting(.real(factor)), "every": Setting(.integer(every))])
    case .plateau(let factor, let patience):
      .table(["plateau": Setting(.real(factor)), "patience": Setting(.integer(patience))])
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

/// The table of a decay with the inverse of time.
private struct InverseTime: RuledParameters {
  var decay = 0.0

  static var rules: [ParameterRule<InverseTime>] {
    [.real("inverse_time", \.decay, .atLeast(0), "fall of the rate in the first epoch")]
  }
}

/// The table of a fall on plateaus.
private struct PlateauTable: RuledParameters {
  var factor = 0.5
  var patience = 10

  static var rules: [ParameterRule<PlateauTable>] {
    [
      .real(
        "plateau", \.factor, RealRange(0, 1, includesLower: false, includesUpper: false),
        "factor on the rate where the loss has not fallen"),
      .integer("patience", \.patience, 0...1_000_000, "epochs that the loss may take to fall"),
    ]
  }
}
