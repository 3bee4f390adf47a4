// Trains and applies boosted trees on raw float32 files, column by column, the label last; prints the
// times as one line of JSON. Used by trees.py.
//
//   winnow-bench-trees TRAIN TEST SCORES key=value …
//   keys: features trees leaves depth bins threads rate node weight repeats

import Foundation
import WinnowCore
import WinnowTrees

struct Arguments {
  let train: String
  let test: String
  let scores: String
  private let values: [String: Double]

  init?(_ words: [String]) {
    guard words.count >= 4 else { return nil }
    (train, test, scores) = (words[1], words[2], words[3])
    var values: [String: Double] = [:]
    for word in words.dropFirst(4) {
      let parts = word.split(separator: "=")
      guard parts.count == 2, let value = Double(parts[1]) else { return nil }
      values[String(parts[0])] = value
    }
    self.values = values
  }

  func real(_ key: String, _ standard: Double) -> Double { values[key] ?? standard }
  func integer(_ key: String, _ standard: Int) -> Int { Int(real(key, Double(standard))) }

  var options: BoostingOptions {
    var options = BoostingOptions()
    options.trees = integer("trees", 100)
    options.bins = integer("bins", 255)
    options.learningRate = real("rate", 0.1)
    options.growth.maxLeaves = integer("leaves", 63)
    options.growth.maxDepth = integer("depth", 0)
    options.growth.minNodeSize = integer("node", 20)
    options.growth.minChildWeight = real("weight", 1e-3)
    return options
  }
}

/// Columns of a file: `features` inputs and the label.
func readColumns(_ path: String, features: Int) throws -> (inputs: [[Float]], labels: [Float]) {
  let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
  let rows = bytes.count / 4 / (features + 1)
  var columns = bytes.withUnsafeBytes { raw in
    (0...features).map { feature in
      Array(raw.bindMemory(to: Float.self)[feature * rows..<(feature + 1) * rows])
    }
  }
  let labels = columns.removeLast()
  return (columns, labels)
}

func seconds(_ work: () throws -> Void) rethrows -> Double {
  let elapsed = try ContinuousClock().measure(work)
  return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
}

/// Of all threads.
func processorSeconds(_ work: () throws -> Void) rethrows -> Double {
  let start = clock()
  try work()
  return Double(clock() - start) / Double(CLOCKS_PER_SEC)
}

func run(_ arguments: Arguments) throws {
  let features = arguments.integer("features", 28), threads = arguments.integer("threads", 2)
  let train = try readColumns(arguments.train, features: features)
  let test = try readColumns(arguments.test, features: features)
  let sample = BoostingSample(
    columns: train.inputs, targets: train.labels,
    weights: Array(repeating: 1, count: train.labels.count))
  let boosting = GradientBoosting(loss: LogisticLoss(), options: arguments.options)
  var forest: Forest?
  var training = 0.0
  let trainingProcessor = try processorSeconds {
    training = try seconds {
      forest = try boosting.train(on: sample, in: RunContext(threads: threads)).forest
    }
  }
  var scores: [Float] = []
  let applying = seconds { scores = forest?.scores(of: test.inputs, threads: threads) ?? [] }
  let perEvent = applying / Double(test.labels.count) * 1e9
  let alone = (0..<arguments.integer("repeats", 5)).map { _ in
    processorSeconds { scores = forest?.scores(of: test.inputs, threads: 1) ?? [] }
  }
  let perEventAlone = alone.sorted()[alone.count / 2] / Double(test.labels.count) * 1e9
  try scores.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: arguments.scores))
  let archive = forest?.archive() ?? Archive()
  let loading = try processorSeconds { forest = try Forest(from: archive) }
  print(
    "{\"train_seconds\": \(training), \"train_processor_seconds\": \(trainingProcessor), "
      + "\"apply_ns_per_event\": \(perEvent), \"apply_alone_ns_per_event\": \(perEventAlone), "
      + "\"load_seconds\": \(loading)}")
}

guard let arguments = Arguments(CommandLine.arguments) else {
  let usage = "usage: winnow-bench-trees TRAIN TEST SCORES key=value …\n"
  FileHandle.standardError.write(Data(usage.utf8))
  exit(64)
}
try run(arguments)
