import WinnowCore

extension KNNModel {
  /// The tensors of `KNNMemory`.
  public func archive() -> Archive { memory.archive(settings: parameters.settings) }

  public init(from archive: Archive, schema: Schema) throws {
    try self.init(
      schema: schema,
      parameters: KNNParameters(reading: archive.setting("settings"), owner: "KNN"),
      memory: KNNMemory(from: archive, inputs: schema.count))
  }
}
