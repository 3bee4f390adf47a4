import WinnowCore
import WinnowNeighbours

extension KNNMemory {
  /// The settings, the tensors of `KNNScaling`, and `points` [events, inputs] float32, scaled; `order`
  /// int32, the tree order; `weights`
  /// float64; `labels` uint8 or `targets` [targets, events] float32.
  func archive(settings: Setting) -> Archive {
    var archive = Archive(attributes: ["settings": settings])
    scaling.store(in: &archive)
    let rows = (0..<count).flatMap { event in points.map { $0[event] } }
    archive.store("points", Tensor(shape: [count, points.count], .float32(rows)))
    archive.store("order", Tensor(index.order))
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
    let rows = try archive.float32("points", shape: [nil, inputs])
    let events = inputs == 0 ? 0 : rows.count / inputs
    let points = (0..<inputs).map { j in (0..<events).map { rows[$0 * inputs + j] } }
    try self.init(
      scaling: KNNScaling(from: archive, inputs: inputs), points: points,
      weights: archive.float64("weights", shape: [events]),
      truth: Self.truth(in: archive, events: events),
      index: NeighbourIndex(points, order: archive.int32("order", shape: [events])))
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
