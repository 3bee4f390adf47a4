// Trains a network for signal and background and applies it: to so many events at once (the given ones again
// and again), and to single events. Prints one line of JSON: seconds, and the mean loss on the events after
// the last epoch. Used by networks.py and layers.py.
//
//   winnow-bench-networks JOB.json

import Foundation
import NetworkBench
import WinnowCore
import WinnowNetworks

struct Job: Decodable {
  /// Raw float32 files, input by input.
  let columns, labels: String
  let inputs: Int
  /// In the form of an analysis file; the output unit is added.
  let layers: Setting
  /// An epoch before these is not timed.
  let epochs: Int
  let batch, threads, applied: Int
}

struct Figures: Encodable {
  let train, apply, one: Seconds
  let loss: Double
}

guard CommandLine.arguments.count == 2 else {
  print("usage: winnow-bench-networks JOB.json")
  exit(64)
}
let job = try JSONDecoder().decode(
  Job.self, from: Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1])))
let columns = try readColumns(URL(fileURLWithPath: job.columns), job.inputs)
let labels = try readColumns(URL(fileURLWithPath: job.labels), 1)
let count = labels[0].count
let examples = try Examples(
  columns: columns, targets: labels, weights: Array(repeating: 1, count: count))
let layers = try LayerCatalog.layers(reading: job.layers, owner: "layers")
let network = try Network(inputs: job.inputs, layers: Sequential(layers + [Dense(1)]), seed: 1)
var phase = TrainingPhase()
(phase.epochs, phase.batch) = (job.epochs + 1, job.batch)
let clock = EpochClock()
let trained = try NetworkTrainer(phases: [phase]).train(
  network, on: examples, in: RunContext(seed: 1, threads: job.threads, progress: clock)
).network

let many = columns.map { column in (0..<job.applied).map { column[$0 % count] } }
let crowd = Predictor(trained, threads: job.threads)
let applying = seconds { _ = crowd.outputs(for: many) } / job.applied
let alone = Predictor(trained)
let events = (0..<1000).map { event in columns.map { $0[event % count] } }
let single = seconds { for event in events { _ = alone.outputs(ofEvent: event) } } / events.count
let figures = Figures(
  train: clock.seconds / (job.epochs * count), apply: applying, one: single,
  loss: try trained.evaluate(examples, threads: job.threads))
print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
