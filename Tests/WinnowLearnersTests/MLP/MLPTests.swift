import Testing
import WinnowCore
import WinnowLearners
import WinnowNetworks

/// A faulty setting and what is said of it.
struct SettingFault: Sendable, CustomStringConvertible {
  let setting: Setting
  let message: String
  var description: String { setting.compactText }
}

@Suite struct MLPTests {
  static func read(_ setting: Setting) throws -> MLPParameters {
    try MLPParameters(reading: setting, owner: "MLP")
  }

  static let faults = [
    SettingFault(
      setting: .table(["hiden": 3]), message: "MLP has no option “hiden”; did you mean “hidden”?"),
    SettingFault(
      setting: .table(["hidden": []]), message: "MLP.hidden must be a list of 1 to 3 sizes; got a list of 0"),
    SettingFault(
      setting: .table(["hidden": [1, 2, 3, 4]]),
      message: "MLP.hidden must be a list of 1 to 3 sizes; got a list of 4"),
    SettingFault(
      setting: .table(["hidden": [8, "N+"]]),
      message: "MLP.hidden must be a size from 1 to 65536, or an expression such as N, N+5 or 2*N; "
        + "got the text “N+”"),
    SettingFault(
      setting: .table(["hidden": 0]),
      message: "MLP.hidden must be a size from 1 to 65536, or an expression such as N, N+5 or 2*N; "
        + "got 0"),
    SettingFault(
      setting: .table(["activation": "gelu"]),
      message: "MLP.activation has no choice “gelu”; did you mean “relu”?"),
    SettingFault(
      setting: .table(["optimizer": "Adm"]),
      message: "MLP.optimizer has no choice “Adm”; did you mean “adam”?"),
    SettingFault(
      setting: .table(["learning_rate_decay": 1]),
      message: "MLP.learning_rate_decay must be in [0, 1); got 1"),
    SettingFault(
      setting: .table(["learning_rate_decay": .table(["factor": 0.5, "evry": 3])]),
      message: "MLP.learning_rate_decay has no option “evry”; did you mean “every”?"),
    SettingFault(
      setting: .table(["learning_rate_decay": .table(["factor": 2])]),
      message: "MLP.learning_rate_decay.factor must be in (0.0, 1.0]; got 2"),
  ]

  @Test(arguments: faults)
  func faultsAreExplained(_ fault: SettingFault) {
    let error = #expect(throws: WinnowError.self) { try Self.read(fault.setting) }
    #expect(error?.message == fault.message)
    #expect(error?.kind == .badConfiguration)
  }

  /// Trains for a moment and returns the sizes of the hidden layers.
  static func sizes(_ hidden: Setting) throws -> [Int] {
    let parameters = try read(.table(["hidden": hidden, "epochs": 1]))
    let model = try MLP(parameters).train(
      on: LinearToyEvents.sample(50, seed: 1), validation: nil, in: RunContext())
    return model.network.graph.slots.map(\.definition.shape.dimensions)
      .filter { $0.count == 2 }.dropLast().map { $0[1] }
  }

  @Test func sizesMayBeExpressions() throws {
    // The toy has N = 4 inputs.
    #expect(try Self.sizes("N") == [4])
    #expect(try Self.sizes(["N+5", "2*N", 7]) == [9, 8, 7])
    #expect(try Self.sizes(["(N+100)*2", "N*2-1", " N - 1 "]) == [208, 7, 3])
    let error = #expect(throws: WinnowError.self) { try Self.sizes("N-4") }
    #expect(error?.message.contains("“N-4” is not possible with 4 inputs") == true)
    for text in ["", "()", "N N", "1e3", "-3", "M", "N+5)", "((((N", "99999999999999999999"] {
      #expect(throws: WinnowError.self) { try Self.sizes(Setting(.text(text))) }
    }
    #expect(throws: WinnowError.self) { try Self.sizes("9999999999*9999999999*N") }
  }

  @Test func settingsRoundTrip() throws {
    let setting: Setting = .table([
      "hidden": ["N+5", 3], "activation": "tanh", "optimizer": "nesterov", "batch": 32,
      "learning_rate_decay": .table(["factor": 0.5, "every": 7]),
    ])
    let written = try Self.read(setting).settings
    #expect(try Self.read(written).settings == written)
    #expect(written["hidden"] == ["N+5", 3])
    #expect(MLPParameters().settings["learning_rate_decay"] == "cosine")
    for decay in ["one_cycle", .table(["inverse_time": 0.5]), 0.25] as [Setting] {
      let read = try Self.read(.table(["learning_rate_decay": decay, "optimizer": "rmsprop"]))
      #expect(read.settings["learning_rate_decay"] == decay)
      #expect(read.settings["optimizer"] == "rmsprop")
    }
  }

  @Test func everyRuleRefusesItsInvalidExample() {
    for rule in MLPParameters.rules {
      guard let invalid = rule.invalidExample else { continue }
      let table = Setting(.table([Setting.Entry(rule.name, invalid)]))
      #expect(throws: WinnowError.self, "\(rule.name)") { try Self.read(table) }
    }
  }

  @Test func weightDecayNeedsItsOptimizer() throws {
    let parameters = try Self.read(.table(["weight_decay": 0.1, "epochs": 1]))
    let error = #expect(throws: WinnowError.self) {
      try MLP(parameters).train(
        on: LinearToyEvents.sample(50, seed: 1), validation: nil, in: RunContext())
    }
    #expect(error?.message == "weight_decay belongs to the optimizer adamw; with adam use l2")
    let adamw = try Self.read(.table(["weight_decay": 0.1, "optimizer": "adamw", "epochs": 1]))
    _ = try MLP(adamw).train(on: LinearToyEvents.sample(50, seed: 1), validation: nil, in: RunContext())
  }

  @Test func reachesTheOptimumOfTheLinearToyEvents() throws {
    let training = LinearToyEvents.sample(16_000, seed: 1), validation = LinearToyEvents.sample(4_000, seed: 2)
    let test = LinearToyEvents.sample(20_000, seed: 3)
    let parameters = try Self.read(.table(["epochs": 12, "hidden": [32]]))
    let model = try MLP(parameters).train(
      on: training, validation: validation, in: RunContext(threads: 2))
    let area = rankedArea(try model.scores(for: test, threads: 2).response, test.labels ?? [])
    #expect(abs(area - 0.9614) < 0.003, "\(area)")
  }

  // Training with defaults once took a minute: weights and running means had become subnormal numbers.
  @Test func defaultsReachTheOptimumOfTheLinearToyEvents() throws {
    let training = LinearToyEvents.sample(9_000, seed: 7), validation = LinearToyEvents.sample(1_000, seed: 8)
    let test = LinearToyEvents.sample(20_000, seed: 9)
    let model = try MLP().train(
      on: training, validation: validation, in: RunContext(threads: 2))
    let area = rankedArea(try model.scores(for: test, threads: 2).response, test.labels ?? [])
    #expect(abs(area - 0.9614) < 0.003, "\(area)")
  }

  @Test(.enabled(if: MagicEvents.isThere))
  func isAsGoodAsOthersOnMagic() throws {
    let data = try MagicEvents()
    let model = try MLP().train(
      on: data.training, validation: data.validation, in: RunContext(threads: 2))
    let area = rankedArea(
      try model.scores(for: data.test, threads: 2).response, data.test.labels ?? [])
    #expect(area >= 0.932, "\(area)")
  }
}
