// Judges methods by their responses in raw float32 files: the AUC of the first with its error, and all
// figures of all of them without permutations. Prints one line of JSON with times in seconds. Used by
// evaluation.py.
//
//   winnow-bench-evaluation RESPONSES LABELS VARIABLES methods threads
//
// RESPONSES holds one column per method, VARIABLES any number of columns; the label of a signal event is 0.
// Test and training events are the same file: the work is that of as many of each.

import Foundation
import Synchronization
import WinnowCore
import WinnowEvaluation
import WinnowKernels

func readFloats(_ path: String) throws -> [Float] {
  let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
  return bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return (ContinuousClock.now - start) / .seconds(1)
}

/// All figures of all methods, side by side.
func judge(_ scores: [[Float]], _ sample: Sample, threads: Int) throws {
  typealias Judged = (index: Int, influence: AUCInfluence, events: ScoredEvents)
  let results = Mutex<[Result<Judged, any Error>]>([])
  ThreadTeam(threads: threads).run(scores.count) { index in
    let result = Result<Judged, any Error> {
      var options = EvaluationOptions()
      options.permutations = 0
      let test = try ScoredEvents(response: scores[index], of: sample)
      let train = try ScoredEvents(response: scores[index], of: sample)
      _ = try MethodFigures(test: test, train: train, inputs: sample, options: options)
      return (index, AUCInfluence(test), test)
    }
    results.withLock { $0.append(result) }
  }
  let judged = try results.withLock { try $0.map { try $0.get() } }.sorted { $0.index < $1.index }
  _ = MethodComparison.all(judged.map { ("\($0.index)", $0.influence) })
  _ = MethodOverlap.all(judged.map { ("\($0.index)", $0.events) })
}

/// Responses and variables are columns behind one another, as long as the labels.
func run(_ words: [String], methods: Int, threads: Int) throws {
  let labels = try readFloats(words[2]), count = labels.count
  func columns(_ path: String) throws -> [[Float]] {
    let values = try readFloats(path)
    return (0..<values.count / count).map { Array(values[$0 * count..<($0 + 1) * count]) }
  }
  let scores = Array(try columns(words[1]).prefix(methods)), inputs = try columns(words[3])
  let sample = Sample(
    schema: Schema(names: inputs.indices.map { "x\($0)" }), columns: inputs,
    weights: Array(repeating: 1, count: count),
    truth: .classes(names: ["signal", "background"], labels: labels.map { UInt8($0) }))
  let isSignal = labels.map { $0 == 0 }
  var area = Measured.undefined
  let areaSeconds = try (0..<5).map { _ in
    try seconds {
      area = try ScoredEvents(
        response: scores[0], weights: sample.weights, isSignal: isSignal).steps.auc
    }
  }.sorted()[2]
  let figuresSeconds = try seconds { try judge(scores, sample, threads: threads) }
  print(
    "{\"auc\": \(area.value), \"error\": \(area.error), \"auc_seconds\": \(areaSeconds), "
      + "\"figures_seconds\": \(figuresSeconds)}")
}

let words = CommandLine.arguments
guard words.count == 6, let methods = Int(words[4]), let threads = Int(words[5]) else {
  print("usage: winnow-bench-evaluation RESPONSES LABELS VARIABLES methods threads")
  exit(64)
}
try run(words, methods: methods, threads: threads)
