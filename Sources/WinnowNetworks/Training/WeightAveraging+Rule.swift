import WinnowCore

// In analysis files: a number is the decay of an exponential average per step (0 keeps the last weights),
// `{last: 0.25}` averages over the last quarter of the epochs.
extension WeightAveraging {
  static func rule<Root>(
    _ name: String, _ path: ParameterRule<Root>.Path<WeightAveraging>
  ) -> ParameterRule<Root> {
    ParameterRule(
      name, range: "[0, 1) | {last: (0, 1]}",
      "keep an average of the weights: part of it that a step leaves, or over the last part of the epochs",
      invalid: 1.5,
      read: { $0[keyPath: path] = try WeightAveraging(reading: $1) },
      write: { $0[keyPath: path].setting })
  }

  private init(reading setting: Setting) throws {
    if case .table = setting.value {
      self = .lastEpochs(part: try LastEpochs(reading: setting, owner: "").last)
      return
    }
    let decay = try setting.real()
    guard decay >= 0, decay < 1 else { throw setting.mismatch("in [0, 1)") }
    self = decay == 0 ? .none : .exponential(decay: decay)
  }

  private var setting: Setting {
    switch self {
    case .none: 0
    case .exponential(let decay): Setting(.real(decay))
    case .lastEpochs(let part): .table(["last": Setting(.real(part))])
    }
  }
}

/// The table of an average over epochs.
private struct LastEpochs: RuledParameters {
  var last = 0.25

  static var rules: [ParameterRule<LastEpochs>] {
    [.real("last", \.last, .openClosed(0, 1), "part of the epochs whose weights are averaged")]
  }
}
