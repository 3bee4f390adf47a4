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

  @Test func everyActivationHasItsName() {
    for activation in Activation.allCases {
      #expect(Activation(rawValue: activation.rawValue) == activation)
    }
    #expect(Set(Activation.allCases.map(\.rawValue)).count == Activation.allCases.count)
    #expect(Activation(rawValue: "Relu") == nil)
  }
}
