import WinnowCore
import WinnowKernels

/// What stands at the end of a network: what events must be to learn from them, how many output units
/// there are, the loss that trains them, and how outputs become scores. A new task is a new head.
protocol NetworkHead: Sendable {
  /// The name in model files.
  static var key: String { get }
  /// The last layer.
  var output: Dense { get }
  var loss: any Objective { get }

  /// The target columns of a sample, `[target][event]`, as the loss wants them.
  /// - Throws: `badData` where the sample has none, or a class is empty.
  func targets(of sample: Sample) throws -> [[Float]]

  /// - Parameter outputs: event by event, as many as `output` has units.
  func scores(_ outputs: [Float]) -> Scores

  /// Everything needed to rebuild the head.
  func archive() -> Archive
  /// - Throws: `badData` where a part is missing or does not fit.
  init(from archive: Archive) throws
}

/// The heads that model files may name.
enum NetworkHeads {
  private static let all: [any NetworkHead.Type] = [
    SignalHead.self, ClassesHead.self, TargetsHead.self,
  ]

  /// The head for a sample's task.
  /// - Throws: `badData` for a sample without truth; `badConfiguration` for a loss of another task.
  static func head(for sample: Sample, _ settings: LossSettings) throws -> any NetworkHead {
    switch sample.truth {
    case .none: throw WinnowError(.badData, "a network needs events with classes or targets")
    case .classes(let names, _) where names.count == 2: try SignalHead(settings)
    case .classes(let names, _): try ClassesHead(names, settings)
    case .targets: try TargetsHead(for: sample, settings)
    }
  }

  static func store(_ head: any NetworkHead, in archive: inout Archive) {
    archive.store("head", Setting(.text(type(of: head).key)))
    archive.store("head", head.archive())
  }

  /// - Throws: `badData` for a head that does not exist. A file without one is of two classes.
  static func head(from archive: Archive) throws -> any NetworkHead {
    guard archive.attributes["head"] != nil else { return try SignalHead(LossSettings()) }
    let key = try archive.setting("head").text()
    guard let type = all.first(where: { $0.key == key }) else {
      throw WinnowError(.badData, "the model has an unknown head “\(key)”")
    }
    return try type.init(from: archive.inner("head"))
  }
}

extension NetworkHead {
  /// The events of a sample that have a weight, as examples.
  /// - Throws: `badData` where a class is empty, or an input or a target is not finite.
  func examples(_ sample: Sample) throws -> Examples {
    let sample = try sample.fitToLearn()
    return try Examples(
      columns: sample.columns, targets: targets(of: sample), weights: sample.weights)
  }

  /// The labels of a sample with classes, each of which has an event.
  static func labels(of sample: Sample) throws -> [UInt8] {
    guard let labels = sample.labels else {
      throw WinnowError(.badData, "a network classifier needs events of classes")
    }
    for (index, name) in sample.classNames.enumerated() where !labels.contains(UInt8(index)) {
      throw WinnowError(.badData, "the class “\(name)” has no events of non-zero weight")
    }
    return labels
  }

  /// - Throws: `badConfiguration` for a decorrelation, which needs a background.
  static func requireNoSpectator(_ settings: LossSettings) throws {
    guard settings.disco == nil else {
      throw WinnowError(.badConfiguration, "disco is for events of two classes")
    }
  }

  static func unfit(_ loss: LossName, _ task: String, _ allowed: [LossName]) -> WinnowError {
    let names = allowed.map(\.rawValue).joined(separator: ", ")
    return WinnowError(
      .badConfiguration, "the loss \(loss.rawValue) is not for \(task); allowed: \(names)")
  }
}

extension Sample {
  /// The events that have a weight. - Throws: `badData` where an input is not finite.
  func fitToLearn() throws -> Sample {
    let present = weights.indices.filter { weights[$0] != 0 }
    let sample = present.count == count ? self : selecting(present)
    for (feature, column) in zip(schema.names, sample.columns) {
      try column.requireFinite("the input “\(feature)”")
    }
    return sample
  }
}

extension [Float] {
  /// - Throws: `badData` that names the event.
  func requireFinite(_ what: String) throws {
    guard let row = firstIndex(where: { !$0.isFinite }) else { return }
    throw WinnowError(
      .badData, "\(what) is \(self[row]) in event \(row + 1) of those to learn from; networks need "
        + "finite numbers")
  }
}
