import Foundation
import WinnowCore
import WinnowEvaluation
import WinnowInput
import WinnowKernels
import WinnowTransforms

/// A trained classifier as one safetensors file: tensors, and one JSON text in the metadata.
///
/// Old formats are read for ever; a file of a newer format than this program's is an error.
public enum ModelFile {
  static let format = 1
  private static let key = "winnow"
  private static let digestKey = "winnow_digest"

  /// The JSON in the metadata.
  private struct Description: Codable {
    var format: Int
    var name: String
    var kind: String
    var settings: Setting
    var inputs: [Feature]
    var pipelines: Int
    var folds: FoldRule?
    var missing: MissingPolicy
    var spectators: [String]
    var csv: CSVPlan
    var ranges: [TrainedClassifier.InputRange]
    var provenance: Provenance
    var attributes: [String: Setting]
    /// Absent for a classification.
    var task: String?
    var outputs: [String]?
    var targets: [TargetPlan]?
  }

  public static func encode(_ classifier: TrainedClassifier) throws -> Data {
    var archive = Archive()
    for (index, pipeline) in classifier.pipelines.enumerated() {
      archive.store("pipeline\(index)/transforms", pipeline.transforms.archive())
      archive.store("pipeline\(index)/model", pipeline.model.archive())
      if !pipeline.targets.isIdentity {
        archive.store("pipeline\(index)/smearing", Tensor(pipeline.targets.smearing))
      }
    }
    if let probability = classifier.probability {
      archive.store("probability", probability.archive())
    }
    if let vectors = classifier.testVectors { archive.store("test", vectors.archive()) }
    let description = Description(
      format: format, name: classifier.name, kind: classifier.kind,
      settings: classifier.settings, inputs: classifier.schema.features,
      pipelines: classifier.pipelines.count, folds: classifier.foldRule,
      missing: classifier.missing, spectators: classifier.spectators, csv: classifier.csv,
      ranges: classifier.ranges,
      provenance: classifier.provenance, attributes: archive.attributes,
      task: classifier.task == .classification ? nil : classifier.task.rawValue,
      outputs: classifier.task == .classification ? nil : classifier.outputs,
      targets: classifier.task == .regression ? classifier.targets : nil)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(description), as: UTF8.self)
    let digest = digest(json, archive.tensors)
    return try Safetensors.encode(
      .init(metadata: [key: json, digestKey: digest], tensors: archive.tensors))
  }

  /// - Throws: `noInput` where the file cannot be read, `badData` where it is damaged or of another
  ///   kind; the file's name is in the error.
  public static func read(_ url: URL) throws -> TrainedClassifier {
    guard let file = MappedFile(url.path) else {
      throw WinnowError(.noInput, "cannot read the model file “\(url.relativePath)”")
    }
    do {
      var classifier = try decode(file.bytes)
      try file.checkUnchanged()
      classifier.file = file
      return classifier
    } catch let error as WinnowError {
      throw error.located(at: SourceLocation(file: url.relativePath))
    }
  }

  public static func decode(_ data: Data) throws -> TrainedClassifier {
    // The points of neighbours: used where they lie, for there may be gigabytes of them.
    let content = try Safetensors.decode(data) { $0.contains("/model/index/") }
    guard let json = content.metadata[key] else {
      throw WinnowError(.badData, "a safetensors file, but no Winnow model")
    }
    guard content.metadata[digestKey] == digest(json, content.tensors) else {
      throw Safetensors.damaged("its content does not have the digest that it states")
    }
    let description = try describe(json)
    let archive = Archive(tensors: content.tensors, attributes: description.attributes)
    return try classifier(description, archive)
  }

  /// Digest of the description and all tensors: a flipped bit would be another model.
  static func digest(_ json: String, _ tensors: [String: Tensor]) -> String {
    var digest = Digest()
    digest.add(json)
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      digest.add(name)
      for side in tensor.shape { digest.add(UInt64(side)) }
      digest.add(tensor.values)
    }
    return digest.text
  }

  private static func describe(_ json: String) throws -> Description {
    struct Version: Codable { let format: Int }
    let decoder = JSONDecoder()
    guard let version = try? decoder.decode(Version.self, from: Data(json.utf8)) else {
      throw Safetensors.damaged("its description is no valid JSON")
    }
    guard version.format <= format else {
      throw WinnowError(
        .badData, "the model has format \(version.format); this program reads up to \(format)")
    }
    do {
      return try decoder.decode(Description.self, from: Data(json.utf8))
    } catch {
      throw Safetensors.damaged("its description lacks a part or has one of a wrong type")
    }
  }

  private static func classifier(
    _ description: Description, _ archive: Archive
  ) throws -> TrainedClassifier {
    try check(description)
    let schema = Schema(description.inputs)
    let method = try Catalog.method(named: description.kind)
    let pipelines = try (0..<description.pipelines).map { index in
      let inner = archive.inner("pipeline\(index)")
      let transforms = try FittedChain(from: inner.inner("transforms"), input: schema)
      let model = try method.model(inner.inner("model"), transforms.output)
      return TrainedClassifier.Pipeline(
        transforms: transforms, model: model, targets: try targets(description, inner))
    }
    let test = archive.inner("test")
    let probability = archive.inner("probability")
    var classifier = TrainedClassifier(
      name: description.name, kind: description.kind, settings: description.settings,
      schema: schema, pipelines: pipelines, foldRule: description.folds,
      missing: description.missing, spectators: description.spectators, csv: description.csv,
      probability: probability.isEmpty ? nil : try SignalProbability(from: probability),
      ranges: description.ranges, provenance: description.provenance,
      testVectors: nil)
    classifier.task = try task(description)
    classifier.outputs = description.outputs ?? classifier.outputs
    classifier.targets = description.targets ?? []
    if !test.isEmpty { classifier.testVectors = try TestVectors(from: test, of: classifier) }
    return classifier
  }

  private static func task(_ description: Description) throws -> LearnerTraits.Task {
    guard let name = description.task else { return .classification }
    guard let task = LearnerTraits.Task(rawValue: name) else {
      throw Safetensors.damaged("its task is “\(name)”")
    }
    let outputs = description.outputs?.count ?? 0, targets = description.targets?.count ?? 0
    guard task == .regression ? outputs == targets && outputs > 0 : outputs > 2 && targets == 0 else {
      throw Safetensors.damaged("it has \(outputs) outputs and \(targets) targets for \(name)")
    }
    return task
  }

  private static func targets(
    _ description: Description, _ archive: Archive
  ) throws -> FittedTargets {
    var targets = FittedTargets(description.targets ?? [])
    if targets.isIdentity { return targets }
    targets.smearing = try archive.float64("smearing", shape: [targets.plans.count])
    guard targets.smearing.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw Safetensors.damaged("a smearing factor is not positive")
    }
    return targets
  }

  private static func check(_ description: Description) throws {
    let names = description.inputs.map(\.name)
    guard !names.isEmpty, Set(names).count == names.count else {
      throw Safetensors.damaged("its inputs are empty or named twice")
    }
    guard description.ranges.count == names.count else {
      throw Safetensors.damaged("it has \(description.ranges.count) ranges for \(names.count) inputs")
    }
    let wanted = description.folds?.count ?? 1
    guard description.pipelines == wanted, (1...1000).contains(wanted) else {
      throw Safetensors.damaged("it has \(description.pipelines) pipelines where \(wanted) belong")
    }
  }
}

extension MappedFile {
  /// - Throws: `badData` where the file was written to, or shortened, since it was opened.
  func checkUnchanged() throws {
    guard isUnchanged else {
      throw WinnowError(.badData, "the model file was changed while it was in use; apply it again")
    }
  }
}

extension Archive {
  var isEmpty: Bool { tensors.isEmpty && attributes.isEmpty }
}
