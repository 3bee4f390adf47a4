import Foundation
import WinnowCore
import WinnowTrees

/// What training leaves: the trees of each output, and what the report is told.
struct BDTTrained {
  var votes: [VotedValue] = []
  var records: [TrainingRecord] = []

  static func += (all: inout BDTTrained, part: BDTTrained) {
    all.votes += part.votes
    all.records += part.records
  }
}

extension RunContext {
  /// Trains parts one after another, one for each target or class. Where the context keeps checkpoints, a
  /// state holds the finished parts and the state of the present one: training goes on from there with the
  /// same bits.
  ///
  /// - Throws: what a part throws; `badData` for a state of another number of parts.
  func train(
    parts count: Int, _ train: (Int, RunContext) throws -> BDTTrained
  ) throws -> BDTTrained {
    if count == 1 { return try train(0, self) }
    let before = try checkpoints?.latest()
    let done = try before.map { try Self.finishedParts($0, of: count) } ?? 0
    var all = BDTTrained(), finished = Archive()
    for index in 0..<count {
      let part: BDTTrained
      if let before, index < done {
        part = try BDTTrained(from: before.inner("part \(index)"))
      } else {
        let keeper = checkpoints.map {
          PartKeeper(
            whole: $0, finished: finished, done: index,
            before: index == done ? before?.inner("present") : nil)
        }
        part = try train(index, self.part(index, of: count, keeper))
      }
      if checkpoints != nil { finished.store("part \(index)", try part.archive()) }
      all += part
    }
    return all
  }

  private static func finishedParts(_ state: Archive, of count: Int) throws -> Int {
    let done = try state.setting("done").integer()
    guard 0..<count ~= done else {
      throw WinnowError(.badData, "the checkpoint has \(done) finished trainings of \(count)")
    }
    return done
  }

  /// The context of one of several trainings that leave no checkpoints unless they are a single one.
  func part(_ index: Int, of count: Int) -> RunContext {
    count == 1 ? self : part(index, of: count, nil)
  }

  private func part(_ index: Int, of count: Int, _ keeper: PartKeeper?) -> RunContext {
    RunContext(
      seed: seed, threads: threads, progress: PartProgress(whole: progress, index: index, count: count),
      cancellation: cancellation, checkpoints: keeper)
  }
}

/// Keeps the state of one of several parts together with the parts that are finished.
private struct PartKeeper: CheckpointKeeper {
  let whole: any CheckpointKeeper
  let finished: Archive
  /// How many are finished.
  let done: Int
  /// The state of an earlier run.
  let before: Archive?

  func latest() -> Archive? { before }

  var isDue: Bool { whole.isDue }

  func keep(_ state: Archive) throws {
    var all = finished
    all.store("done", Setting(.integer(done)))
    all.store("present", state)
    try whole.keep(all)
  }
}

/// Progress of one of several equal parts.
private struct PartProgress: ProgressReceiver {
  let whole: any ProgressReceiver
  let index: Int
  let count: Int

  func advance(step: Int, total: Int, events: Int, note: String) {
    whole.advance(
      step: index * total + step, total: count * total, events: (index * total + step) * (events / step),
      note: note)
  }
}

extension BDTTrained {
  /// `vote k/…`, and the settings `votes` and `records`, the latter as JSON.
  fileprivate func archive() throws -> Archive {
    var archive = Archive()
    for (number, vote) in votes.enumerated() { archive.store("vote \(number)", vote.archive()) }
    archive.store("votes", Setting(.integer(votes.count)))
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let records = try encoder.encode(records)
    archive.store("records", Setting(.text(String(decoding: records, as: UTF8.self))))
    return archive
  }

  /// - Throws: `badData`.
  fileprivate init(from archive: Archive) throws {
    let count = try archive.setting("votes").integer()
    guard 1...255 ~= count else {
      throw WinnowError(.badData, "the checkpoint has a training of \(count) outputs")
    }
    votes = try (0..<count).map { try VotedValue(from: archive.inner("vote \($0)")) }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let json = try archive.setting("records").text()
    guard let records = try? decoder.decode([TrainingRecord].self, from: Data(json.utf8)) else {
      throw WinnowError(.badData, "the checkpoint has no record of a finished training")
    }
    self.records = records
  }
}
