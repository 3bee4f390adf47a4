import Foundation
import Synchronization
import WinnowCore

/// The states of one method's unfinished trainings: a file for each fold, in the run folder.
///
/// A state counts only for the very training that left it: the file holds a digest of the program's
/// version, the events, the settings and the seed, and one of all its numbers.
struct CheckpointFiles: Sendable {
  let folder: URL
  /// The method's file name.
  let name: String
  /// Digest of all that a training depends on.
  let identity: String
  let interval: Duration

  /// Whether an earlier run left any that counts.
  var exist: Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.contains { file in
      guard file.hasPrefix("\(name)."), file.hasSuffix(".safetensors") else { return false }
      return (try? checkpoint(file).latest()) ?? nil != nil
    }
  }

  private func checkpoint(_ file: String) -> CheckpointFile {
    CheckpointFile(folder.appendingPathComponent(file), identity: identity, interval: interval)
  }

  /// Where a fold keeps its state; nil: the training is not in folds.
  func file(fold: Int?) -> CheckpointFile {
    checkpoint(name + (fold.map { ".fold\($0 + 1)" } ?? "") + ".safetensors")
  }
}

/// Keeps the state of a training in a file that is replaced by renaming.
final class CheckpointFile: CheckpointKeeper {
  private let url: URL
  private let identity: String
  private let interval: Duration
  private let lastKept = Mutex(ContinuousClock.now)

  private static let attributesKey = "winnow_checkpoint"
  private static let identityKey = "winnow_training"
  private static let digestKey = "winnow_digest"

  init(_ url: URL, identity: String, interval: Duration) {
    self.url = url
    self.identity = identity
    self.interval = interval
  }

  var isDue: Bool { lastKept.withLock { ContinuousClock.now - $0 >= interval } }

  func keep(_ state: Archive) throws {
    try RunFolder.write(encode(state), to: url)
    lastKept.withLock { $0 = .now }
  }

  /// nil also for a state of another training. - Throws: `badData` for a damaged file.
  func latest() throws -> Archive? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    do {
      guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else {
        throw Safetensors.damaged("it cannot be read")
      }
      return try decode(data)
    } catch let error as WinnowError {
      throw WinnowError(
        .badData, "the checkpoint cannot be used (\(error.message)); remove it to train this method "
          + "from its beginning", at: SourceLocation(file: url.relativePath))
    }
  }

  private func encode(_ state: Archive) throws -> Data {
    let json = String(decoding: try JSONEncoder().encode(state.attributes), as: UTF8.self)
    return try Safetensors.encode(
      .init(
        metadata: [
          Self.attributesKey: json, Self.identityKey: identity,
          Self.digestKey: ModelFile.digest(json, state.tensors),
        ], tensors: state.tensors))
  }

  private func decode(_ data: Data) throws -> Archive? {
    let content = try Safetensors.decode(data)
    guard let json = content.metadata[Self.attributesKey],
      content.metadata[Self.digestKey] == ModelFile.digest(json, content.tensors),
      let attributes = try? JSONDecoder().decode([String: Setting].self, from: Data(json.utf8))
    else { throw Safetensors.damaged("its content does not have the digest that it states") }
    guard content.metadata[Self.identityKey] == identity else { return nil }
    return Archive(tensors: content.tensors, attributes: attributes)
  }
}

// MARK: - Finished folds

extension CheckpointFile {
  private static let model = "finished"
  private static let record = "record"

  /// A fold that is trained while others are not: its model and what training told.
  func keep(_ model: some Model) throws {
    var state = Archive()
    state.store(Self.model, model.archive())
    let record = String(decoding: try JSONEncoder().encode(model.record), as: UTF8.self)
    state.store(Self.record, Setting(.text(record)))
    try keep(state)
  }

  /// The model of a fold that was finished, with its record; nil for an unfinished one.
  func finished(
    _ method: Method, schema: Schema
  ) throws -> (model: any Model, record: TrainingRecord)? {
    guard let state = try latest(), let json = try state.attributes[Self.record]?.text() else {
      return nil
    }
    guard let record = try? JSONDecoder().decode(TrainingRecord.self, from: Data(json.utf8)) else {
      throw Safetensors.damaged("the record of the checkpoint is no valid JSON")
    }
    return (try method.model(state.inner(Self.model), schema), record)
  }
}
