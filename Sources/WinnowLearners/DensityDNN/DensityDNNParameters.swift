import WinnowCore
import WinnowNetworks

/// The settings of `DensityDNN`.
public struct DensityDNNParameters: LearnerParameters {
  public var output = DensitySettings()
  public var layers: [any Layer] = [
    Dense(64, activation: .silu), Dense(64, activation: .silu), Dense(64, activation: .silu),
  ]
  public var training = TrainingSettings()

  public init() {
    training.clipping = 5
  }

  private static let layerRule = ParameterRule<DensityDNNParameters>(
    "layers", range: "a list of " + LayerCatalog.all.map { "{\($0.key): …}" }.joined(separator: ", "),
    "the layers in order; one output for each parameter of each target is added",
    invalid: [.table(["no_layer": 1])],
    read: { $0.layers = try LayerCatalog.layers(reading: $1, owner: "") },
    write: { LayerCatalog.setting(of: $0.layers) })

  public static let rules: [ParameterRule<DensityDNNParameters>] =
    DensitySettings.rules.map { $0.lifted(to: \.output) } + [layerRule]
    + TrainingSettings.rules.map { $0.lifted(to: \.training) }
}
