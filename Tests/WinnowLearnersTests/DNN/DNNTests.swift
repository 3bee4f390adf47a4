import Testing
import WinnowCore
import WinnowLearners
import WinnowNetworks

@Suite struct DNNTests {
  static func read(_ setting: Setting) throws -> DNNParameters {
    try DNNParameters(reading: setting, owner: "DNN")
  }

  static let faults = [
    SettingFault(
      setting: .table(["layers": [.table(["dense": 3]), .table(["dence": 3])]]),
      message: "DNN.layers[2] names no layer: “dence”; did you mean “dense”?"),
    SettingFault(
      setting: .table(["layers": [.table(["dense": 3, "rate": 1])]]),
      message: "DNN.layers[1] has no option “rate”; allowed: activation, dense"),
    SettingFault(
      setting: .table(["layers": [.table(["batch_norm": .table(["momentum": 2])])]]),
      message: "DNN.layers[1].batch_norm.momentum must be in (0.0, 1.0]; got 2"),
    SettingFault(setting: .table(["layers": 7]), message: "DNN.layers must be a list; got 7"),
    SettingFault(
      setting: .table(["training": [.table([:]), .table(["epoch": 3])]]),
      message: "DNN.training[2] has no option “epoch”; did you mean “epochs”?"),
    SettingFault(
      setting: .table(["training": [.table(["batch": 0])]]),
      message: "DNN.training[1].batch must be in 1 … 1048576; got 0"),
  ]

  @Test(arguments: faults)
  func faultsAreExplained(_ fault: SettingFault) {
    let error = #expect(throws: WinnowError.self) { try Self.read(fault.setting) }
    #expect(error?.message == fault.message)
  }

  @Test func everyRuleRefusesItsInvalidExample() {
    for rule in DNNParameters.rules {
      guard let invalid = rule.invalidExample else { continue }
      let table = Setting(.table([Setting.Entry(rule.name, invalid)]))
      #expect(throws: WinnowError.self, "\(rule.name)") { try Self.read(table) }
    }
  }

  @Test func phasesTakeWhatTheyDoNotGiveFromBeside() throws {
    let setting: Setting = .table([
      "layers": [.table(["dense": 4])], "batch": 16, "epochs": 2,
      "training": [.table(["optimizer": "sgd"]), .table(["epochs": 3])],
    ])
    let parameters = try Self.read(setting)
    #expect(try Self.read(parameters.settings).settings == parameters.settings)
    let model = try DNN(parameters).train(
      on: LinearToyEvents.sample(100, seed: 1), validation: nil, in: RunContext())
    #expect(model.record.history.count == 2 + 3)
  }

  @Test func defaultsRoundTrip() throws {
    let written = DNNParameters().settings
    #expect(try Self.read(written).settings == written)
  }

  @Test func reachesTheOptimumOfTheLinearToyEvents() throws {
    let training = LinearToyEvents.sample(16_000, seed: 4), validation = LinearToyEvents.sample(4_000, seed: 5)
    let test = LinearToyEvents.sample(20_000, seed: 6)
    let layers: Setting = [
      .table(["dense": 32, "activation": "relu"]), .table(["batch_norm": .table([:])]),
      .table(["dense": 16, "activation": "relu"]), .table(["dropout": 0.1]),
    ]
    let parameters = try Self.read(.table(["epochs": 10, "layers": layers]))
    let model = try DNN(parameters).train(
      on: training, validation: validation, in: RunContext(threads: 2))
    let area = rankedArea(try model.scores(for: test, threads: 2).response, test.labels ?? [])
    #expect(abs(area - 0.9614) < 0.003, "\(area)")
  }

  @Test(.enabled(if: MagicEvents.isThere))
  func isAsGoodAsOthersOnMagic() throws {
    let data = try MagicEvents()
    let model = try DNN().train(
      on: data.training, validation: data.validation, in: RunContext(threads: 2))
    let area = rankedArea(
      try model.scores(for: data.test, threads: 2).response, data.test.labels ?? [])
    #expect(area >= 0.932, "\(area)")
  }

  /// A sequence of two steps with two inputs each, through a convolution.
  @Test func inputsMayHaveAShape() throws {
    let setting: Setting = .table([
      "input_shape": [2, 2, 1], "epochs": 2,
      "layers": [.table(["conv2d": 3, "kernel": 2, "activation": "relu"]), .table(["flatten": .table([:])])],
    ])
    let parameters = try Self.read(setting)
    #expect(try Self.read(parameters.settings).settings == parameters.settings)
    let sample = LinearToyEvents.sample(100, seed: 1)
    let model = try DNN(parameters).train(on: sample, validation: nil, in: RunContext())
    #expect(try model.scores(for: sample, threads: 1).response.count == 200)
    let wrong = try Self.read(.table(["input_shape": [3, 2], "layers": [.table(["dense": 2])]]))
    let error = #expect(throws: WinnowError.self) {
      try DNN(wrong).train(on: sample, validation: nil, in: RunContext())
    }
    #expect(error?.message.contains("makes 3 × 2, 6 numbers; got 4, 4 numbers") == true)
  }
}
