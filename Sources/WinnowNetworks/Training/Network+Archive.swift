import WinnowCore

extension Network {
  /// The parameters as tensors, under the names of `graph.slots`.
  public func store(in archive: inout Archive) {
    for slot in graph.slots {
      archive.store(
        slot.name,
        Tensor(shape: slot.definition.shape.dimensions, .float32(Array(parameters[slot.range]))))
    }
  }

  /// A network with stored parameters.
  ///
  /// Memory is allocated for what the archive holds, never for what its layers claim.
  /// - Throws: `badConfiguration` where the layers do not fit; `badData` where a tensor is missing or of
  ///   another shape, or a number is not finite; running variances must not be negative.
  public init(inputs: Int, layers: Sequential, from archive: Archive) throws {
    try self.init(inputs: inputs, layers: layers) { graph in
      let tensors = try graph.slots.map { try Self.values(of: $0, in: archive) }
      var parameters = [Float](repeating: 0, count: graph.parameterCount)
      for (slot, values) in zip(graph.slots, tensors) {
        parameters.replaceSubrange(slot.range, with: values)
      }
      return parameters
    }
  }

  private static func values(of slot: ParameterSlot, in archive: Archive) throws -> [Float] {
    let values = try archive.float32(slot.name, shape: slot.definition.shape.dimensions)
    guard let bad = values.first(where: { !slot.definition.allowed.contains($0) }) else {
      return values
    }
    throw WinnowError(.badData, "the tensor “\(slot.name)” holds \(bad)")
  }
}
