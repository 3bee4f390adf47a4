import WinnowCore
import WinnowKernels

/// Three classes or more: one output per class; the scores are the probabilities of the classes, which
/// add up to 1.
struct ClassesHead: NetworkHead {
  static let key = "classes"
  private static let allowed: [LossName] = [.automatic, .crossEntropy]
  private let names: [String]

  init(_ names: [String], _ settings: LossSettings) throws {
    self.names = names
    guard Self.allowed.contains(settings.loss) else {
      throw Self.unfit(settings.loss, "events of \(names.count) classes", Self.allowed)
    }
  }

  var output: Dense { Dense(names.count) }
  var loss: any Loss { CategoricalCrossEntropy() }

  func targets(of sample: Sample) throws -> [[Float]] {
    let labels = try Self.labels(of: sample)
    return names.indices.map { index in labels.map { Int($0) == index ? 1 : 0 } }
  }

  func scores(_ outputs: [Float]) -> Scores {
    var rows = outputs
    var span = rows.mutableSpan
    softmaxRows(outputs.span, rows: outputs.count / names.count, into: &span)
    return Scores(outputs: names, values: rows.columns(names.count))
  }

  func archive() -> Archive {
    Archive(attributes: ["names": Setting(.list(names.map { Setting(.text($0)) }))])
  }

  init(from archive: Archive) throws {
    try self.init(archive.setting("names").list().map { try $0.text() }, LossSettings())
    guard names.count > 2 else { throw WinnowError(.badData, "the model has too few classes") }
  }
}

extension [Float] {
  /// The columns of a row-major matrix.
  func columns(_ width: Int) -> [[Float]] {
    (0..<width).map { column in stride(from: column, to: count, by: width).map { self[$0] } }
  }
}
