import WinnowCore
import WinnowKernels

// Parts of a training's state as tensors, and back.

extension SharedBuffer<Float> {
  var values: [Float] { read { span in span.indices.map { span[$0] } } }

  /// - Throws: `badData` for another number of values.
  func restore(_ state: Archive, _ name: String) throws {
    let values = try state.float32(name, shape: [count])
    write(0..<count) { span in
      for place in span.indices { span[place] = values[place] }
    }
  }
}

extension [TrainingRecord.Point] {
  /// Tensors `step`, `training` and, where it is known, `validation`.
  func archive() -> Archive {
    var archive = Archive(tensors: [
      "step": Tensor(map { Int32($0.step) }), "training": Tensor(map(\.trainingLoss)),
    ])
    let validation = compactMap(\.validationLoss)
    if validation.count == count { archive.store("validation", Tensor(validation)) }
    return archive
  }

  init(from archive: Archive) throws {
    let steps = try archive.int32("step", shape: [nil])
    let training = try archive.float64("training", shape: [steps.count])
    let validation = archive.tensors["validation"] == nil
      ? nil : try archive.float64("validation", shape: [steps.count])
    self = steps.indices.map {
      TrainingRecord.Point(
        step: Int(steps[$0]), trainingLoss: training[$0], validationLoss: validation?[$0])
    }
  }
}
