import WinnowCore

// A network's record travels with it, so that reports can be rebuilt from the model.
extension TrainingRecord {
  /// Stores steps, losses and importance as tensors, the rest as settings.
  package func store(in archive: inout Archive) {
    archive.store("record/losses", Tensor(shape: [history.count, 3], .float64(historyNumbers)))
    archive.store("record/importance", Tensor(importance))
    archive.store("record/step_name", Setting(.text(stepName)))
    archive.store("record/loss_name", Setting(.text(lossName)))
    archive.store("record/importance_name", Setting(.text(importanceName)))
    archive.store("record/best_step", Setting(.integer(bestStep ?? 0)))
    archive.store("record/remarks", Setting(.list(remarks.map { Setting(.text($0)) })))
  }

  /// Step, training loss and validation loss of each point; NaN where there was no validation.
  private var historyNumbers: [Double] {
    history.flatMap { [Double($0.step), $0.trainingLoss, $0.validationLoss ?? .nan] }
  }

  /// - Throws: `badData` where a part is missing or of another shape.
  package init(from archive: Archive, inputs: Int) throws {
    let numbers = try archive.float64("record/losses", shape: [nil, 3])
    let history = try stride(from: 0, to: numbers.count, by: 3).map { index in
      guard let step = Int(exactly: numbers[index]) else {
        throw WinnowError(.badData, "the training history has the step \(numbers[index])")
      }
      let validation = numbers[index + 2]
      return Point(
        step: step, trainingLoss: numbers[index + 1],
        validationLoss: validation.isNaN ? nil : validation)
    }
    let best = try archive.setting("record/best_step").integer()
    self.init(
      stepName: try archive.setting("record/step_name").text(),
      lossName: try archive.setting("record/loss_name").text(),
      history: history, bestStep: best == 0 ? nil : best,
      importance: try archive.float64("record/importance", shape: [inputs]),
      importanceName: try archive.setting("record/importance_name").text(),
      remarks: try archive.setting("record/remarks").list().map { try $0.text() })
  }
}
