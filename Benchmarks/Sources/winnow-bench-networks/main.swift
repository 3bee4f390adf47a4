// Trains a network on events in raw float32 files, feature by feature, and applies it: to so many events at
// once (the given ones again and again), and to single events. Prints one line of JSON with times in seconds
// and mean losses. Used by networks.py.
//
//   winnow-bench-networks COLUMNS LABELS inputs sizes batch epochs threads applied
//
// `sizes` are those of the hidden layers, as in 100,100. The first epoch, not timed, warms up.

import Foundation
import WinnowCore
import WinnowNetworks

func readFloats(_ path: String) throws -> [Float] {
  let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
  return bytes.withUnsafeBytes { raw in
    (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
  }
}

/// Seconds that the program's threads have run.
func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// Notes when the epochs end.
final class EpochClock: ProgressReceiver, @unchecked Sendable {
  private(set) var ends: [ContinuousClock.Instant] = []
  private(set) var processorTimes: [Double] = []
  func advance(step: Int, total: Int, events: Int, note: String) {
    ends.append(.now)
    processorTimes.append(processorTime())
  }
}

let words = CommandLine.arguments
guard words.count == 9, let inputs = Int(words[3]), let batch = Int(words[5]),
  let epochs = Int(words[6]), let threads = Int(words[7]), let applied = Int(words[8])
else {
  print("usage: winnow-bench-networks COLUMNS LABELS inputs sizes batch epochs threads applied")
  exit(64)
}
let values = try readFloats(words[1]), labels = try readFloats(words[2])
let count = labels.count
let columns = (0..<inputs).map { Array(values[$0 * count..<($0 + 1) * count]) }
let examples = try Examples(
  columns: columns, targets: [labels], weights: Array(repeating: 1, count: count))
let hidden = words[4].split(separator: ",").compactMap { Int($0) }
let network = try Network(
  inputs: inputs, layers: Sequential(hidden.map { Dense($0, activation: .relu) } + [Dense(1)]), seed: 1)
var phase = TrainingPhase()
phase.epochs = epochs + 1
phase.batch = batch
let clock = EpochClock()
let (trained, record) = try NetworkTrainer(phases: [phase])
  .train(network, on: examples, in: RunContext(seed: 1, threads: threads, progress: clock))
let training = (clock.ends[epochs] - clock.ends[0]) / .seconds(1)
let trainingProcessor = clock.processorTimes[epochs] - clock.processorTimes[0]
let outputs = trained.outputs(for: columns, threads: threads)

let many = columns.map { column in (0..<applied).map { column[$0 % count] } }
let predictor = Predictor(trained, threads: threads)
_ = predictor.outputs(for: many)
let start = ContinuousClock.now
_ = predictor.outputs(for: many)
let applying = (ContinuousClock.now - start) / .seconds(1)

let single = Predictor(trained)
let events = (0..<1000).map { event in columns.map { $0[event % count] } }
for event in events { _ = single.outputs(ofEvent: event) }
let singleStart = ContinuousClock.now
for _ in 0..<10 { for event in events { _ = single.outputs(ofEvent: event) } }
let oneEvent = (ContinuousClock.now - singleStart) / .seconds(1) / Double(10 * events.count)

let loss = record.history.last?.trainingLoss ?? .nan
let final = zip(outputs, labels).reduce(0.0) { sum, event in
  let z = Double(event.0)
  return sum + max(z, 0) + log1p(exp(-abs(z))) - Double(event.1) * z
} / Double(count)
let figures = [
  ("train", training), ("train_cpu", trainingProcessor), ("apply", applying / Double(applied)),
  ("one", oneEvent), ("epoch_loss", loss), ("loss", final),
]
print("{" + figures.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}")
