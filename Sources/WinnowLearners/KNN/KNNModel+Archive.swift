import WinnowCore
import WinnowNeighbours

extension KNNModel {
  /// Tensors: `points` [events, inputs] float32, scaled; `order` int32, the tree order; `weights`
  /// float64; `labels` uint8 or `targets` [targets, events] float32; `centres` and `widths` float64.
  public func archive() -> Archive {
    var archive = Archive()
    let events = memory.count, inputs = schema.count
    let rows = (0..<events).flatMap { event in memory.points.map { $0[event] } }
    archive.store("points", Tensor(shape: [events, inputs], .float32(rows)))
    archive.store("order", Tensor(memory.index.order))
    archive.store("weights", Tensor(memory.weights))
    archive.store("centres", Tensor(scaling.centres))
    archive.store("widths", Tensor(scaling.widths))
    archive.store("settings", parameters.settings)
    store(memory.truth, in: &archive)
    return archive
  }

  private func store(_ truth: Truth, in archive: inout Archive) {
    switch truth {
    case .none: break
    case .classes(let names, let labels):
      archive.store("labels", Tensor(labels))
      archive.store("classes", Setting(.list(names.map { Setting(.text($0)) })))
    case .targets(let names, let values):
      archive.store(
        "targets", Tensor(shape: [values.count, memory.count], .float32(values.flatMap { $0 })))
      archive.store("target_names", Setting(.list(names.map { Setting(.text($0)) })))
    }
  }

  public init(from archive: Archive, schema: Schema) throws {
    let inputs = schema.count
    let rows = try archive.float32("points", shape: [nil, inputs])
    let events = inputs == 0 ? 0 : rows.count / inputs
    let points = (0..<inputs).map { j in (0..<events).map { rows[$0 * inputs + j] } }
    let order = try archive.int32("order", shape: [events])
    let scaling = KNNScaling(
      centres: try archive.float64("centres", shape: [inputs]),
      widths: try archive.float64("widths", shape: [inputs]))
    guard scaling.centres.allSatisfy(\.isFinite),
      scaling.widths.allSatisfy({ $0.isFinite && $0 > 0 })
    else { throw WinnowError(.badData, "the scales of the KNN model are not positive and finite") }
    let memory = try KNNMemory(
      points: points, weights: archive.float64("weights", shape: [events]),
      truth: Self.truth(in: archive, events: events),
      index: NeighbourIndex(points, order: order))
    try self.init(
      schema: schema,
      parameters: KNNParameters(reading: archive.setting("settings"), owner: "KNN"),
      scaling: scaling, memory: memory)
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
