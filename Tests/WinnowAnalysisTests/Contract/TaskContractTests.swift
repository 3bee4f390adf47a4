import Foundation
import Testing
import WinnowAnalysis
import WinnowCore

/// What holds for every method that does a regression or more than two classes.
@Suite(.serialized) struct TaskContractTests {
  @Test(arguments: TaskBench.all)
  func reachesTheOptimumWithinReason(_ bench: TaskBench) throws {
    let classifier = try bench.train()
    let quality = bench.quality(try bench.scores(classifier))
    #expect(quality > 0.75 && quality < 1.06, "\(quality)")
    #expect(classifier.task == bench.task)
    #expect(
      classifier.outputs == (bench.task == .regression ? ["y"] : ["a", "b", "c"]))
  }

  @Test(arguments: TaskBench.all)
  func givesTheSameBitsAtAnyThreadCount(_ bench: TaskBench) throws {
    let one = try bench.train(threads: 1), three = try bench.train(threads: 3)
    #expect(try ModelFile.encode(one) == ModelFile.encode(three))
    #expect(try bench.scores(one, threads: 1) == bench.scores(three, threads: 3))
  }

  @Test(arguments: TaskBench.all)
  func survivesSavingAndLoading(_ bench: TaskBench) throws {
    var classifier = try bench.train()
    classifier.testVectors = try classifier.makeTestVectors(from: bench.test, folds: nil)
    let again = try ModelFile.decode(ModelFile.encode(classifier))
    #expect(try bench.scores(again) == bench.scores(classifier))
    #expect(try ModelFile.encode(again) == ModelFile.encode(classifier))
    #expect(again.task == bench.task && again.outputs == classifier.outputs)
    #expect(try again.verify().passed)
  }

  @Test(arguments: TaskBench.all)
  func ignoresEventsOfWeightZeroAndACommonFactor(_ bench: TaskBench) throws {
    let sample = bench.train
    let more = sample.selecting(Array(0..<sample.count) + Array(0..<300))
    let weights = Array(repeating: 1024.0, count: sample.count) + Array(repeating: 0, count: 300)
    let with = try bench.train(on: more.replacing(weights: weights))
    #expect(try bench.scores(with) == bench.scores(bench.train()))
  }

  @Test(arguments: TaskBench.all)
  func scoresEachEventByItself(_ bench: TaskBench) throws {
    let classifier = try bench.train()
    let all = try bench.scores(classifier)
    let rows = Array((0..<bench.test.count).reversed())
    #expect(
      try bench.scores(classifier, bench.test.selecting(rows)) == all.map { column in rows.map { column[$0] } })
    for count in [0, 1, 7, 130] {
      let part = bench.test.selecting(Array(0..<count))
      #expect(try bench.scores(classifier, part) == all.map { Array($0.prefix(count)) })
    }
  }

  @Test(arguments: TaskBench.all)
  func findsColumnsByName(_ bench: TaskBench) throws {
    let classifier = try bench.train(), test = bench.test
    let order = [2, 0, 1]
    let shuffled = test.replacing(
      schema: Schema(order.map { test.schema.features[$0] } + [Feature("more")]),
      columns: order.map { test.columns[$0] } + [test.columns[0]])
    #expect(try bench.scores(classifier, shuffled) == bench.scores(classifier))
  }

  @Test(arguments: TaskBench.all)
  func livesWithNegativeWeights(_ bench: TaskBench) throws {
    let sample = bench.train
    let weights = (0..<sample.count).map { $0 % 10 == 3 ? -1.0 : 1.0 }
    let scores = try bench.scores(bench.train(on: sample.replacing(weights: weights)))
    #expect(!scores.contains { $0.contains { !$0.isFinite } })
    #expect(bench.quality(scores) > 0.6, "\(bench.quality(scores))")
  }

  @Test(arguments: TaskBench.all.filter { $0.task == .regression })
  func refusesATargetThatIsNoNumber(_ bench: TaskBench) throws {
    guard case .targets(let names, var values) = bench.train.truth else { return }
    for bad in [Float.nan, .infinity] {
      values[0][5] = bad
      let sample = Sample(
        schema: bench.train.schema, columns: bench.train.columns, weights: bench.train.weights,
        truth: .targets(names: names, values: values))
      let error = #expect(throws: WinnowError.self) { try bench.train(on: sample) }
      #expect(error?.kind == .badData)
    }
  }

  @Test(arguments: TaskBench.all.filter { $0.task == .regression })
  func predictsSeveralTargets(_ bench: TaskBench) throws {
    guard case .targets(_, let values) = bench.train.truth else { return }
    let sample = Sample(
      schema: bench.train.schema, columns: bench.train.columns, weights: bench.train.weights,
      truth: .targets(names: ["y", "opposite"], values: [values[0], values[0].map { 100 - $0 }]))
    let classifier = try bench.train(on: sample)
    let scores = try bench.scores(classifier)
    #expect(classifier.outputs == ["y", "opposite"] && scores.count == 2)
    #expect(bench.quality(scores) > 0.7)
    #expect(bench.quality([scores[1].map { 100 - $0 }]) > 0.7)
  }

  @Test(arguments: TaskBench.all.filter { $0.task == .multiclass })
  func refusesAnEmptyClass(_ bench: TaskBench) throws {
    let rows = (0..<bench.train.count).filter { $0 % 3 != 1 }
    let error = #expect(throws: WinnowError.self) {
      try bench.train(on: bench.train.selecting(rows))
    }
    #expect(error?.kind == .badData)
  }

  @Test(arguments: TaskBench.all)
  func otherTasksAreRefusedByName(_ bench: TaskBench) throws {
    let others = [LearnerTraits.Task.regression, .multiclass].filter {
      !bench.method.traits.tasks.contains($0)
    }
    for task in others {
      let error = #expect(throws: WinnowError.self) {
        try bench.train(on: TaskBench(method: bench.method, task: task).train)
      }
      #expect(error?.kind == .badConfiguration)
      #expect(error?.message.contains("KNN") == true, "\(error?.message ?? "")")
    }
  }
}
