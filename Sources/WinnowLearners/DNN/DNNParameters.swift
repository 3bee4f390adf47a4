import WinnowCore
import WinnowNetworks

/// The settings of `DNN`.
public struct DNNParameters: LearnerParameters {
  public var layers: [any Layer] = [
    Dense(64, activation: .silu), Dropout(0.2), Dense(64, activation: .silu), Dropout(0.2),
    Dense(64, activation: .silu), Dropout(0.2),
  ]
  public var loss = LossSettings()
  public var training = TrainingSettings()
  /// Tables of the phases, each with what differs from `training`; empty for one phase.
  var phaseTables: [Setting] = []

  public init() {}

  /// The phases of the training, in order.
  func phases() throws -> [TrainingPhase] {
    if phaseTables.isEmpty { return [try training.phase()] }
    return try phaseTables.enumerated().map { index, table in
      try training.replaced(by: table, owner: "training[\(index + 1)]").phase()
    }
  }

  private static let layerRule = ParameterRule<DNNParameters>(
    "layers", range: "a list of " + LayerCatalog.all.map { "{\($0.key): …}" }.joined(separator: ", "),
    "the layers in order; the output unit is added", invalid: [.table(["no_layer": 1])],
    read: { $0.layers = try LayerCatalog.layers(reading: $1, owner: "") },
    write: { LayerCatalog.setting(of: $0.layers) })

  private static let phaseRule = ParameterRule<DNNParameters>(
    "training", range: "a list of tables with the training options of this method",
    "phases of the training; each takes from the options beside it what it does not give",
    invalid: [.table(["epochs": 0])],
    read: { parameters, setting in
      parameters.phaseTables = try setting.list()
      for (index, table) in parameters.phaseTables.enumerated() {
        _ = try TrainingSettings(reading: table, owner: "[\(index + 1)]")
      }
    },
    write: { Setting(.list($0.phaseTables)) })

  public static let rules: [ParameterRule<DNNParameters>] =
    [layerRule] + LossSettings.rules.map { $0.lifted(to: \.loss) }
    + TrainingSettings.rules.map { $0.lifted(to: \.training) } + [phaseRule]
}
