import Testing
import WinnowCore
import WinnowLearners
import WinnowTestSupport

/// Trainings of several parts: one for each target, or for each class against the rest.
@Suite struct BDTResumingTests {
  private static func train(
    _ settings: KeyValuePairs<String, Setting>, _ sample: Sample, in context: RunContext
  ) throws -> BDTModel {
    var parameters = try BDTTaskTests.parameters(settings)
    parameters.trees = 12
    return try BDT(parameters).train(on: sample, validation: sample, in: context)
  }

  private static let cases: [(name: String, settings: KeyValuePairs<String, Setting>, sample: Sample)] = [
    ("targets", ["early_stopping": 5], BDTTaskTests.targets(400)),
    ("medians", ["boosting": "adaboost_r2"], BDTTaskTests.targets(300)),
    ("classes", ["boosting": "adaboost"], BDTTaskTests.classes(400)),
    ("forests", ["boosting": "random_forest"], BDTTaskTests.classes(300)),
    ("softmax", [:], BDTTaskTests.classes(300)),
  ]

  /// Interrupted within the first part, between parts and within the last one.
  @Test(arguments: cases.indices)
  func aResumedTrainingHasTheSameBits(index: Int) throws {
    let (name, settings, sample) = Self.cases[index]
    let whole = try Self.train(settings, sample, in: RunContext(threads: 2))
    let keeper = MemoryKeeper(every: 1000)
    let last = name == "softmax" ? 11 : 12 * whole.outputs.count - 1
    for step in [3, 12, 13, last] where step <= last {
      let cancellation = Cancellation()
      let error = try #require(throws: WinnowError.self) {
        try Self.train(
          settings, sample,
          in: RunContext(
            threads: 1, progress: Interruption(step: step, cancellation: cancellation),
            cancellation: cancellation, checkpoints: keeper))
      }
      #expect(error.kind == .interrupted && keeper.latest() != nil)
    }
    let resumed = try Self.train(settings, sample, in: RunContext(threads: 1, checkpoints: keeper))
    #expect(resumed.votes == whole.votes)
    #expect(resumed.record == whole.record)
  }

  @Test func finishedPartsAreNotTrainedAgain() throws {
    let keeper = MemoryKeeper(every: 15)
    let sample = BDTTaskTests.targets(300)
    let whole = try Self.train([:], sample, in: RunContext(checkpoints: keeper))
    let state = try #require(keeper.latest())
    #expect(try state.setting("done").integer() == 1)
    // The state of the first part of the earlier run alone: as it was when it was kept.
    #expect(try state.inner("part 0").setting("votes").integer() == 1)
    let again = try Self.train([:], sample, in: RunContext(checkpoints: keeper))
    #expect(again.votes == whole.votes && again.record == whole.record)
  }

  @Test func aStateOfOtherPartsIsRefused() throws {
    let keeper = MemoryKeeper(every: 1)
    _ = try Self.train(["boosting": "adaboost"], BDTTaskTests.classes(300), in: RunContext(checkpoints: keeper))
    let error = try #require(throws: WinnowError.self) {
      try Self.train([:], BDTTaskTests.targets(300), in: RunContext(checkpoints: keeper))
    }
    #expect(error.kind == .badData)
  }
}
