import WinnowCore
import WinnowNeighbours

/// A model that is its settings and the training events it remembers.
protocol RememberingModel: Model {
  associatedtype Settings: LearnerParameters
  var parameters: Settings { get }
  var memory: KNNMemory { get }

  init(schema: Schema, parameters: Settings, memory: KNNMemory, record: TrainingRecord) throws
}

extension RememberingModel {
  /// - Parameter owner: the method that the settings are of.
  /// - Throws: `badData` where a size, index or value does not fit.
  init(remembered archive: Archive, _ schema: Schema, owner: String) throws {
    try self.init(
      schema: schema, parameters: Settings(reading: archive.setting("settings"), owner: owner),
      memory: KNNMemory(from: archive, inputs: schema.count), record: TrainingRecord())
  }
}

extension KNNMemory {
  /// The settings, the tensors of `KNNScaling`, `index` (see `NeighbourIndex.archive`) with the events'
  /// scaled inputs, `weights` float64, and `labels` uint8 or `targets` [targets, events] float32.
  func archive(settings: Setting) -> Archive {
    var archive = Archive(attributes: ["settings": settings])
    scaling.store(in: &archive)
    archive.store("index", index.archive())
    archive.store("weights", Tensor(weights))
    switch truth {
    case .none: break
    case .classes(let names, let labels):
      archive.store("labels", Tensor(labels))
      archive.store("classes", Setting(.list(names.map { Setting(.text($0)) })))
    case .targets(let names, let values):
      archive.store(
        "targets", Tensor(shape: [values.count, count], .float32(values.flatMap { $0 })))
      archive.store("target_names", Setting(.list(names.map { Setting(.text($0)) })))
    }
    return archive
  }

  /// - Throws: `badData` where a size, index or value does not fit.
  init(from archive: Archive, inputs: Int) throws {
    let index = try Self.index(in: archive, inputs)
    try self.init(
      scaling: KNNScaling(from: archive, inputs: inputs),
      weights: archive.float64("weights", shape: [index.count]),
      truth: Self.truth(in: archive, events: index.count), index: index)
  }

  /// The index, or what earlier models have of it: `points` [events, inputs] and their tree order.
  private static func index(in archive: Archive, _ inputs: Int) throws -> NeighbourIndex {
    guard archive.tensors["points"] != nil else {
      return try NeighbourIndex(from: archive.inner("index"), dimensions: inputs)
    }
    let rows = try archive.float32("points", shape: [nil, inputs])
    let events = inputs == 0 ? 0 : rows.count / inputs
    let points = (0..<inputs).map { j in (0..<events).map { rows[$0 * inputs + j] } }
    return try NeighbourIndex(points, order: archive.int32("order", shape: [events]))
  }

  private static func truth(in archive: Archive, events: Int) throws -> Truth {
    if archive.tensors["targets"] != nil {
      let names = try archive.setting("target_names").list().map { try $0.text() }
      let flat = try archive.float32("targets", shape: [names.count, events])
      return .targets(
        names: names,
        values: names.indices.map { Array(flat[$0 * events..<($0 + 1) * events]) })
    }
    return .classes(
      names: try archive.setting("classes").list().map { try $0.text() },
      labels: try archive.uint8("labels", shape: [events]))
  }
}
