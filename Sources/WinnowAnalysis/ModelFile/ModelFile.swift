import Foundation
import WinnowCore
import WinnowEvaluation
import WinnowInput
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
  }

  public static func encode(_ classifier: TrainedClassifier) throws -> Data {
    var archive = Archive()
    for (index, pipeline) in classifier.pipelines.enumerated() {
      archive.store("pipeline\(index)/transforms", pipeline.transforms.archive())
      archive.store("pipeline\(index)/model", pipeline.model.archive())
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
      provenance: classifier.provenance, attributes: archive.attributes)
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
    guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else {
      throw WinnowError(.noInput, "cannot read the model file “\(url.relativePath)”")
    }
    do {
      return try decode(data)
    } catch let error as WinnowError {
      throw error.located(at: SourceLocation(file: url.relativePath))
    }
  }

  public static func decode(_ data: Data) throws -> TrainedClassifier {
    let content = try Safetensors.decode(data)
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
      return TrainedClassifier.Pipeline(transforms: transforms, model: model)
    }
    let test = archive.inner("test")
    let probability = archive.inner("probability")
    return TrainedClassifier(
      name: description.name, kind: description.kind, settings: description.settings,
      schema: schema, pipelines: pipelines, foldRule: description.folds,
      missing: description.missing, spectators: description.spectators, csv: description.csv,
      probability: probability.isEmpty ? nil : try SignalProbability(from: probability),
      ranges: description.ranges, provenance: description.provenance,
      testVectors: test.isEmpty
        ? nil : try TestVectors(from: test, features: schema.count, folds: pipelines.count))
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

extension Archive {
  var isEmpty: Bool { tensors.isEmpty && attributes.isEmpty }
}

extension TestVectors {
  func archive() -> Archive {
    let events = responses.count
    return Archive(tensors: [
      "inputs": Tensor(shape: [inputs.count, events], .float32(inputs.flatMap { $0 })),
      "folds": Tensor(folds),
      "responses": Tensor(responses),
    ])
  }

  init(from archive: Archive, features: Int, folds count: Int) throws {
    let responses = try archive.float32("responses", shape: [nil])
    let events = responses.count
    let flat = try archive.float32("inputs", shape: [features, events])
    let folds = try archive.int32("folds", shape: [events])
    guard folds.allSatisfy({ (0..<count).contains(Int($0)) }) else {
      throw WinnowError(.badData, "the test vectors name a fold that is not there")
    }
    self.init(
      inputs: (0..<features).map { Array(flat[$0 * events..<($0 + 1) * events]) },
      folds: folds, responses: responses)
  }
}
