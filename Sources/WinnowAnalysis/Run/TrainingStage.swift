import Foundation
import WinnowCore
import WinnowKernels
import Synchronization

/// A trained method on its way to the figures.
struct TrainedMethod: Sendable {
  var job: TrainingJob
  var classifier: TrainedClassifier
  var record: TrainingRecord
  var seconds: Double
  var bytes: Int
}

/// Trains all methods side by side within the thread budget; each finished model is on disk at once,
/// so that a resumed run takes it from there.
struct TrainingStage {
  let jobs: [TrainingJob]
  let folder: RunFolder
  let console: Console
  let threads: Int
  let cancellation: Cancellation
  let origin: TrainedClassifier.Origin
  /// Between two states of an unfinished training on disk.
  let checkpointInterval: Duration

  /// - Throws: the first error in the order of the file, after the others have ended.
  func run() throws -> [TrainedMethod] {
    let share = ThreadBudget.divide(threads, over: jobs.count)
    let results = Mutex([Result<TrainedMethod, any Error>?](repeating: nil, count: jobs.count))
    ThreadTeam(threads: share.workers).run(jobs.count) { index in
      let result = Result { try train(jobs[index], threads: share.threadsEach) }
      if case .failure = result { cancellation.cancel() }
      results.withLock { $0[index] = result }
    }
    let trained = try firstFailureOrAll(results.withLock { $0.compactMap { $0 } })
    folder.remove(folder.checkpoints)
    return trained
  }

  /// An interruption is often only the echo of another method's failure.
  private func firstFailureOrAll(
    _ results: [Result<TrainedMethod, any Error>]
  ) throws -> [TrainedMethod] {
    for case .failure(let error) in results {
      if let known = error as? WinnowError, known.kind == .interrupted { continue }
      throw error
    }
    return try results.map { try $0.get() }
  }

  private func train(_ job: TrainingJob, threads: Int) throws -> TrainedMethod {
    if let stored = try stored(job) {
      console.say("\(job.plan.name): trained before, taken from “\(folder.models.relativePath)”")
      return stored
    }
    var job = job
    let checkpoints = try checkpoints(of: job)
    job.checkpoints = checkpoints
    if checkpoints.exist { console.say("\(job.plan.name): goes on from a checkpoint") }
    let context = RunContext(
      seed: job.seed, threads: threads, progress: console.progress(of: job.plan.name),
      cancellation: cancellation)
    try context.checkCancelled()
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = try named(job) {
      defer { console.finish(job.plan.name) }
      return try job.train(in: context)
    }
    let seconds = (clock.now - start) / .seconds(1)
    console.say(String(format: "%@: trained in %.1f s", job.plan.name, seconds))
    return try store(job, outcome, seconds: seconds)
  }

  /// A training is the same one if all that it depends on is.
  private func checkpoints(of job: TrainingJob) throws -> CheckpointFiles {
    var digest = Digest()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    digest.add(String(decoding: try encoder.encode(origin.provenance), as: UTF8.self))
    digest.add(job.plan.kind)
    digest.add(try job.plan.learner().resolvedSettings.compactText)
    digest.add((job.plan.transforms ?? job.transforms)?.compactText ?? "default")
    digest.add(job.plan.validation.map { "\($0)" } ?? "default")
    digest.add(job.events.splitSentence)
    for target in job.targets { digest.add("\(target.transform.rawValue) \(target.raw ?? "")") }
    return CheckpointFiles(
      folder: folder.checkpoints, name: job.plan.fileName, identity: digest.text,
      interval: checkpointInterval)
  }

  private func named<Value>(_ job: TrainingJob, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as WinnowError where error.kind != .interrupted {
      let text = error.message.hasPrefix(job.plan.owner)
        ? error.message : "\(job.plan.owner): \(error.message)"
      throw WinnowError(error.kind, text, at: error.location ?? job.plan.location)
    }
  }
}

// MARK: - Storage

extension TrainingStage {
  private struct Sidecar: Codable {
    let record: TrainingRecord
    let seconds: Double
  }

  private func store(
    _ job: TrainingJob, _ outcome: TrainingJob.Outcome, seconds: Double
  ) throws -> TrainedMethod {
    var classifier = try TrainedClassifier(job, outcome, origin)
    classifier.testVectors = try classifier.makeTestVectors(
      from: job.events.test, folds: job.events.folds)
    let data = try ModelFile.encode(classifier)
    let sidecar = try JSONEncoder().encode(Sidecar(record: outcome.record, seconds: seconds))
    try RunFolder.write(sidecar, to: folder.training(job.plan.fileName))
    // The model comes last: where it is, all of it is.
    try RunFolder.write(data, to: folder.model(job.plan.fileName))
    return TrainedMethod(
      job: job, classifier: classifier, record: outcome.record, seconds: seconds,
      bytes: data.count)
  }

  /// What an interrupted run has left of this method; nil where there is nothing.
  private func stored(_ job: TrainingJob) throws -> TrainedMethod? {
    let url = folder.model(job.plan.fileName)
    guard FileManager.default.fileExists(atPath: url.path),
      let data = try? Data(contentsOf: folder.training(job.plan.fileName)),
      let sidecar = try? JSONDecoder().decode(Sidecar.self, from: data)
    else { return nil }
    let classifier = try ModelFile.read(url)
    guard classifier.provenance == origin.provenance else {
      throw WinnowError(
        .badConfiguration, "the stored model “\(url.relativePath)” was trained on other events or "
          + "by another version; use --overwrite")
    }
    let bytes = (try? Data(contentsOf: url).count) ?? 0
    return TrainedMethod(
      job: job, classifier: classifier, record: sidecar.record, seconds: sidecar.seconds,
      bytes: bytes)
  }
}
