import WinnowCore

extension PDERSModel {
  /// The tensors of `KNNMemory`, with weights that sum to 1 in each class.
  public func archive() -> Archive { memory.archive(settings: parameters.settings) }

  public init(from archive: Archive, schema: Schema) throws {
    try self.init(
      schema: schema,
      parameters: PDERSParameters(reading: archive.setting("settings"), owner: "PDERS"),
      memory: KNNMemory(from: archive, inputs: schema.count))
  }
}
