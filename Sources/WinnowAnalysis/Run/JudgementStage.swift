import Foundation
import Synchronization
import WinnowCore
import WinnowEvaluation
import WinnowInput
import WinnowKernels
import WinnowTransforms

/// Scores training and test events with every model, takes the figures, and writes scores and
/// calibrated models.
struct JudgementStage {
  let plan: AnalysisPlan
  let events: EventSets
  let folder: RunFolder
  let threads: Int
  let cancellation: Cancellation

  struct Outcome {
    let inputs: InputFigures
    /// Ranked by AUC, best first.
    let methods: [MethodSummary]
    /// Paired differences on the same test events, in the order of the ranking.
    let comparisons: [MethodComparison]
    let overlaps: [MethodOverlap]
    let planes: [DecisionPlane]
    /// The responses to the test events, by the name of the method.
    let scored: [String: ScoredEvents]
  }

  /// Scores of one method, and the time the test events took.
  struct Responses {
    let train: Scores
    let learnt: [Bool]
    let test: Scores
    let seconds: Double
    /// Columns beside the scores of training and test events, by name.
    let beside: (train: ResponseTrees.Responses, test: ResponseTrees.Responses)
  }

  func run(_ methods: inout [TrainedMethod]) throws -> Outcome {
    let responses = try methods.map { try score($0) }
    let figures = try judge(responses)
    for index in methods.indices {
      methods[index].classifier.probability = figures[index].probability
      let data = try ModelFile.encode(methods[index].classifier)
      methods[index].bytes = data.count
      try RunFolder.write(data, to: folder.model(methods[index].job.plan.fileName))
    }
    try writeScores(methods, responses)
    let order = figures.indices.sorted {
      figures[$0].figures.auc.value > figures[$1].figures.auc.value
    }
    let grids = planes
    return Outcome(
      inputs: try inputFigures(methods, options: plan.evaluation),
      methods: try order.map { try summary(methods[$0], responses[$0], figures[$0], grids) },
      comparisons: MethodComparison.all(
        order.map { (methods[$0].classifier.name, figures[$0].influence) }),
      overlaps: MethodOverlap.all(
        order.map { (methods[$0].classifier.name, figures[$0].test) }),
      planes: grids.map(\.plane),
      scored: Dictionary(
        uniqueKeysWithValues: order.map { (methods[$0].classifier.name, figures[$0].test) }))
  }

  /// One method after the other with all threads, so that times mean something.
  func score(_ method: TrainedMethod) throws -> Responses {
    if cancellation.isCancelled { throw WinnowError(.interrupted, "interrupted") }
    let clock = ContinuousClock()
    let start = clock.now
    let test = try method.classifier.scores(
      for: events.test, folds: events.folds, threads: threads)
    let seconds = (clock.now - start) / .seconds(1)
    let train = try method.job.trainingScores(of: method.classifier, threads: threads)
    let isFolded = events.foldRule != nil
    let beside = try (
      train: method.classifier.densityColumns(
        for: events.train, folds: isFolded ? events.folds : nil, threads: threads),
      test: method.classifier.densityColumns(for: events.test, folds: events.folds, threads: threads)
    )
    return Responses(
      train: train.scores, learnt: train.learnt, test: test, seconds: seconds, beside: beside)
  }

  private func summary(
    _ method: TrainedMethod, _ responses: Responses, _ judged: Judged, _ grids: [PlaneGrid]
  ) throws -> MethodSummary {
    var figures = judged.figures
    let inquiry = inquiry(into: method)
    figures.forest = try ForestInquiry(method, events, threads: threads)?.figures()
    if let (losses, rows) = inquiry.permutation(PermutationImportance.areas) {
      (figures.permutation, figures.permutedEvents) = (losses, rows)
    }
    figures.boundaries = grids.isEmpty
      ? nil : try inquiry.boundaries(in: grids, figures, judged.probability)
    return MethodSummary(
      identity: identity(method), figures: figures, cost: cost(method, responses),
      record: method.record)
  }

  func inquiry(into method: TrainedMethod) -> ModelInquiry {
    ModelInquiry(method: method, events: events, threads: threads)
  }

  func identity(_ method: TrainedMethod) -> MethodSummary.Identity {
    let classifier = method.classifier
    let pipeline = classifier.pipelines[0]
    let traits = try? Catalog.method(named: classifier.kind).traits
    return .init(
      name: classifier.name, kind: classifier.kind,
      settings: classifier.settings.compactText,
      transforms: pipeline.transforms.description,
      inputs: pipeline.model.schema.names, negativeWeights: traits?.negativeWeights ?? "")
  }

  func cost(_ method: TrainedMethod, _ responses: Responses) -> MethodSummary.Cost {
    .init(
      trainSeconds: method.seconds, applySeconds: responses.seconds,
      applyNsPerEvent: 1e9 * responses.seconds / Double(max(1, events.test.count)),
      modelBytes: method.bytes)
  }
}

// MARK: - Figures

extension JudgementStage {
  private struct Judged {
    let figures: MethodFigures
    let probability: SignalProbability
    let influence: AUCInfluence
    let test: ScoredEvents
  }

  /// The figures of all methods, in parallel.
  private func judge(_ responses: [Responses]) throws -> [Judged] {
    try inParallel(responses.count) { try judge(responses[$0]) }
  }

  /// Independent pieces of work, side by side. - Throws: the first error in their order.
  func inParallel<Value: Sendable>(
    _ count: Int, _ body: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
    ThreadTeam(threads: threads).run(count) { index in
      let result = Result { try body(index) }
      results.withLock { $0[index] = result }
    }
    return try results.withLock { $0.compactMap { $0 } }.map { try $0.get() }
  }

  /// The training events that a method learnt from, with its scores.
  func learnt(_ responses: Responses) -> (scores: Scores, events: Sample) {
    let rows = responses.learnt.indices.filter { responses.learnt[$0] }
    if rows.count == events.train.count { return (responses.train, events.train) }
    let values = responses.train.values.map { column in rows.map { column[$0] } }
    return (Scores(outputs: responses.train.outputs, values: values), events.train.selecting(rows))
  }

  private func judge(_ responses: Responses) throws -> Judged {
    let learnt = learnt(responses)
    let train = try ScoredEvents(response: learnt.scores.response, of: learnt.events)
    let test = try ScoredEvents(response: responses.test.response, of: events.test)
    var figures = try MethodFigures(
      test: test, train: train, inputs: events.test, options: plan.evaluation)
    SpectatorStudy(train: learnt.events, test: events.test)
      .add(to: &figures, train: train, test: test)
    return Judged(
      figures: figures, probability: SignalProbability(fittedTo: test.steps),
      influence: AUCInfluence(test), test: test)
  }

  /// Figures of the inputs, plain and after each transform chain in use.
  func inputFigures(
    _ methods: [TrainedMethod], options: EvaluationOptions
  ) throws -> InputFigures {
    var chains: [(text: String, methods: [String], sample: Sample)] = []
    for method in methods {
      let transforms = method.classifier.pipelines[0].transforms
      let text = transforms.description
      if transforms.isIdentity { continue }
      if let index = chains.firstIndex(where: { $0.text == text }) {
        chains[index].methods.append(method.classifier.name)
      } else {
        chains.append((text, [method.classifier.name], try transforms.apply(to: events.train)))
      }
    }
    let transformed = try chains.map {
      try TransformedInputs(
        chain: $0.text, methods: $0.methods, sample: $0.sample, options: options)
    }
    return try InputFigures(events.train, transformed: transformed, options: options)
  }
}

// MARK: - Scores

extension JudgementStage {
  /// `scores.h5`: groups `train` and `test`, one dataset per method and output, weight, class or targets,
  /// and spectator; and `scores.root`.
  func writeScores(_ methods: [TrainedMethod], _ responses: [Responses]) throws {
    let writer = try HDF5Writer(creating: folder.scores.path)
    let names = methods.flatMap(\.classifier.columnNames)
    func named(_ values: [[Float]]) -> ResponseTrees.Responses {
      zip(names, values).map { (name: $0, values: $1) }
    }
    let parts = [
      (
        "train", events.train,
        named(responses.flatMap(\.train.values)) + responses.flatMap(\.beside.train)
      ),
      (
        "test", events.test,
        named(responses.flatMap(\.test.values)) + responses.flatMap(\.beside.test)
      ),
    ]
    var trees = ResponseTrees()
    trees.add("TestTree", parts[1].1, parts[1].2)
    trees.add("TrainTree", parts[0].1, parts[0].2)
    try trees.write(to: folder.trees.path)
    for (group, sample, responses) in parts {
      var columns = responses.map { OutputColumn($0.name, $0.values) }
      columns.append(OutputColumn("weight", OutputColumn.Values.real(sample.weights)))
      if case .targets(let names, let values) = sample.truth {
        columns += zip(names, values).map { OutputColumn($0, $1) }
      } else {
        columns.append(OutputColumn("class", .byte(sample.labels ?? [])))
      }
      let taken = Set(columns.map(\.name))
      columns += sample.spectators.filter { !taken.contains($0.name) }.map { OutputColumn($0) }
      try writer.write(columns, to: group)
    }
    try writer.finish()
  }
}
