import Testing
import WinnowCore
import WinnowNetworks

/// A faulty list of layers and what is said of it.
struct LayerFault: Sendable {
  let setting: Setting
  let message: String
}

@Suite struct LayerCatalogTests {
  static func entry(_ key: String, _ value: Setting, line: Int) -> Setting.Entry {
    Setting.Entry(key, value, at: SourceLocation(file: "a.yaml", line: line))
  }

  static let faults = [
    LayerFault(setting: 3, message: "must be a list; got 3"),
    LayerFault(
      setting: ["relu"],
      message: "layers[1] must be a layer, such as {dense: 64}; got the text “relu”"),
    LayerFault(
      setting: [.table(["dens": 3])],
      message: "layers[1] names no layer: “dens”; did you mean “dense”?"),
    LayerFault(
      setting: [.table(["dense": 3]), .table(["dense": 3, "activaton": "relu"])],
      message: "layers[2] has no option “activaton”; did you mean “activation”?"),
    LayerFault(
      setting: [.table(["dense": 3, "activation": "rleu"])],
      message: "layers[1].activation has no choice “rleu”; did you mean “relu”?"),
    LayerFault(
      setting: [.table(["dense": 0])], message: "layers[1].dense must be in 1 … 65536; got 0"),
    LayerFault(
      setting: [.table(["dropout": 1.0])],
      message: "layers[1].dropout must be in [0.0, 1.0); got 1.0"),
    LayerFault(
      setting: [.table(["batch_norm": .table(["momentun": 0.5])])],
      message: "layers[1].batch_norm has no option “momentun”; did you mean “momentum”?"),
    LayerFault(
      setting: [.table(["batch_norm": 3])],
      message: "layers[1].batch_norm must be a table of keys and values; got 3"),
    LayerFault(
      setting: [.table(["conv2d": 3, "padding": "smae"])],
      message: "layers[1].padding has no choice “smae”; did you mean “same”?"),
    LayerFault(
      setting: [.table(["conv2d": 3, "padding": -1])],
      message: "layers[1].padding must be valid, same or in 0 … 65536; got -1"),
    LayerFault(
      setting: [.table(["conv1d": 3, "kernel": [3, 3, 3]])],
      message: "layers[1].kernel must be a list of 1 to 2 numbers; got a list of 3"),
    LayerFault(
      setting: [.table(["lstm": 3, "sequense": true])],
      message: "layers[1] has no option “sequense”; did you mean “sequence”?"),
    LayerFault(
      setting: [.table(["global_pool": "mean"])],
      message: "layers[1].global_pool has no choice “mean”; did you mean “max”?"),
    LayerFault(
      setting: [.table([:])],
      message: "layers[1] must be a layer, such as {dense: 64}; got a table of 0 keys"),
  ]

  @Test(arguments: faults)
  func faultsAreExplained(_ fault: LayerFault) {
    let error = #expect(throws: WinnowError.self) {
      try LayerCatalog.layers(reading: fault.setting, owner: "layers")
    }
    #expect(error?.message == fault.message)
    #expect(error?.kind == .badConfiguration)
  }

  @Test func faultsHavePlaces() {
    let layer = Setting(.table([Self.entry("dense", 3, line: 5), Self.entry("units", 3, line: 6)]))
    let error = #expect(throws: WinnowError.self) {
      try LayerCatalog.layers(reading: [layer], owner: "layers")
    }
    #expect(error?.location?.line == 6)
  }

  @Test func layersRoundTrip() throws {
    let setting: Setting = [
      .table(["dense": 128, "activation": "selu"]), .table(["batch_norm": .table(["momentum": 0.2])]),
      .table(["activation": "gelu"]), .table(["dropout": 0.25]), .table(["batch_norm": .table([:])]),
      .table(["maxout": 7, "pieces": 3]), .table(["prelu": .table([:])]),
      .table(["layer_norm": .table(["epsilon": 0.01])]),
    ]
    let layers = try LayerCatalog.layers(reading: setting, owner: "layers")
    #expect(layers.count == 8)
    let written = LayerCatalog.setting(of: layers)
    let again = try LayerCatalog.layers(reading: written, owner: "layers")
    #expect(LayerCatalog.setting(of: again) == written)
    #expect((layers[0] as? Dense)?.activation == .selu)
    #expect((layers[5] as? Maxout)?.pieces == 3)
    #expect((layers[7] as? LayerNormalization)?.options.epsilon == 0.01)
    #expect((layers[1] as? BatchNormalization)?.options.momentum == 0.2)
  }

  @Test func windowsAndRecurrencesRoundTrip() throws {
    let setting: Setting = [
      .table(["reshape": [8, 8, 1]]),
      .table([
        "conv2d": 4, "kernel": [3, 2], "stride": 2, "dilation": 1, "padding": "same",
        "activation": "tanh",
      ]),
      .table(["max_pool": 2, "stride": [1, 1]]), .table(["average_pool": 2, "padding": 1]),
      .table(["global_pool": "max"]), .table(["reshape": [2, 2]]),
      .table(["lstm": 3, "sequence": true, "mask": true]), .table(["gru": 3, "sequence": true]),
      .table(["conv1d": 2, "kernel": 1]), .table(["rnn": 3]), .table(["flatten": .table([:])]),
    ]
    let layers = try LayerCatalog.layers(reading: setting, owner: "layers")
    let written = LayerCatalog.setting(of: layers)
    let again = try LayerCatalog.layers(reading: written, owner: "layers")
    #expect(LayerCatalog.setting(of: again) == written)
    // The layers fit one another: 8 × 8 → 4 × 4 × 4 → 3 × 3 → 4 × 4 → 4 → 2 × 2 → …
    let network = try Network(inputs: 64, layers: Sequential(again), seed: 1)
    #expect(network.outputCount == 3)
    let table = try LayerCatalog.layers(
      reading: [.table(["embedding": 3, "entries": 5]), .table(["flatten": .table([:])])],
      owner: "layers")
    #expect(try Network(inputs: 4, layers: Sequential(table), seed: 1).outputCount == 12)
  }

  @Test func everyActivationHasItsName() {
    for activation in Activation.allCases {
      #expect(Activation(rawValue: activation.rawValue) == activation)
    }
    #expect(Set(Activation.allCases.map(\.rawValue)).count == Activation.allCases.count)
    #expect(Activation(rawValue: "Relu") == nil)
  }
}
