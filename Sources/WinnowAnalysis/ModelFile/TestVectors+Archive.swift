import WinnowCore

extension TestVectors {
  /// One row of responses for two classes, as ever; a table of all outputs for other tasks.
  func archive() -> Archive {
    let events = responses.count
    var archive = Archive(tensors: [
      "inputs": Tensor(shape: [inputs.count, events], .float32(inputs.flatMap { $0 })),
      "folds": Tensor(folds),
    ])
    if scores.count == 1 {
      archive.store("responses", Tensor(responses))
    } else {
      archive.store(
        "scores", Tensor(shape: [scores.count, events], .float32(scores.flatMap { $0 })))
    }
    if !raw.isEmpty {
      archive.store("raw", Tensor(shape: [raw.count, events], .float64(raw.flatMap { $0 })))
    }
    return archive
  }

  /// - Throws: `badData` for tensors that do not fit the classifier.
  init(from archive: Archive, of classifier: TrainedClassifier) throws {
    let features = classifier.schema.count, outputs = classifier.outputs.count
    let estimates = classifier.rawNames.count
    let flat = outputs == 1
      ? try archive.float32("responses", shape: [nil])
      : try archive.float32("scores", shape: [outputs, nil])
    let events = flat.count / outputs
    let folds = try archive.int32("folds", shape: [events])
    guard folds.allSatisfy({ classifier.pipelines.indices.contains(Int($0)) }) else {
      throw WinnowError(.badData, "the test vectors name a fold that is not there")
    }
    let inputs = try archive.float32("inputs", shape: [features, events])
    let raw = estimates == 0 ? [] : try archive.float64("raw", shape: [estimates, events])
    self.init(
      inputs: Self.rows(inputs, features, events), folds: folds,
      scores: Self.rows(flat, outputs, events), raw: Self.rows(raw, estimates, events))
  }

  private static func rows<Value>(_ flat: [Value], _ count: Int, _ length: Int) -> [[Value]] {
    (0..<count).map { Array(flat[$0 * length..<($0 + 1) * length]) }
  }
}
