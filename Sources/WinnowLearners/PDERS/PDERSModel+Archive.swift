import WinnowCore

extension PDERSModel {
  /// The tensors of `KNNMemory`, with weights that sum to 1 in each class, and of `KNNScaling`.
  public func archive() -> Archive {
    var archive = Archive()
    memory.store(in: &archive)
    scaling.store(in: &archive)
    archive.store("settings", parameters.settings)
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    try self.init(
      schema: schema,
      parameters: PDERSParameters(reading: archive.setting("settings"), owner: "PDERS"),
      scaling: KNNScaling(from: archive, inputs: schema.count),
      memory: KNNMemory(from: archive, inputs: schema.count))
  }
}
