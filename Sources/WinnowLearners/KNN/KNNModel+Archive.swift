import WinnowCore

extension KNNModel {
  /// The tensors of `KNNMemory` and `KNNScaling`.
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
      parameters: KNNParameters(reading: archive.setting("settings"), owner: "KNN"),
      scaling: KNNScaling(from: archive, inputs: schema.count),
      memory: KNNMemory(from: archive, inputs: schema.count))
  }
}
