import WinnowCore

/// The layers that analysis files may name.
public enum LayerCatalog {
  /// A layer comes before those whose key it has as an option: `dense` has `activation`.
  public static let all: [any Layer.Type] = [
    Dense.self, Maxout.self, BatchNormalization.self, LayerNormalization.self, Dropout.self,
    ParametricRectifier.self, Reshape.self, Flatten.self, Conv1D.self, Conv2D.self, MaxPooling.self,
    AveragePooling.self, GlobalPooling.self, LSTM.self, GRU.self, RNN.self, Embedding.self,
    ActivationLayer.self,
  ]

  /// Reads a list of layers.
  ///
  /// - Parameter owner: what messages call the list, such as `layers`.
  /// - Throws: `badConfiguration` with the place, for a layer or an option that does not exist (with
  ///   the nearest spelling) and for a value out of range.
  public static func layers(reading setting: Setting, owner: String) throws -> [any Layer] {
    try setting.list().enumerated().map { index, item in
      try layer(reading: item, owner: "\(owner)[\(index + 1)]")
    }
  }

  private static func layer(reading setting: Setting, owner: String) throws -> any Layer {
    guard let entries = try? setting.table(), let first = entries.first else {
      let error = setting.mismatch("a layer, such as {dense: 64}")
      throw WinnowError(error.kind, "\(owner) \(error.message)", at: error.location)
    }
    let keys = entries.map(\.key)
    if let type = all.first(where: { keys.contains($0.key) }) {
      return try type.init(reading: setting, owner: owner)
    }
    throw WinnowError(
      .badConfiguration,
      "\(owner) names no layer: “\(first.key)”"
        + Spelling.hint(for: first.key, in: all.map { $0.key }),
      at: first.keyLocation ?? setting.location)
  }

  /// The list that reads back as these layers.
  public static func setting(of layers: [any Layer]) -> Setting {
    Setting(.list(layers.map(\.settings)))
  }
}
