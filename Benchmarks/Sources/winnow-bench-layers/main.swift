// Trains a network on events in raw float32 files, feature by feature, and applies it to them; prints one
// line of JSON with times in seconds and the mean loss over the last epoch. Used by layers.py.
//
//   winnow-bench-layers COLUMNS LABELS inputs layers batch epochs threads
//
// `layers` are JSON in the form of an analysis file; the output unit is added. The first epoch, not timed,
// warms up.

import Foundation
import WinnowCore
import WinnowNetworks

func readFloats(_ path: String) throws -> [Float] {
  let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
  return bytes.withUnsafeBytes { raw in
    (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
  }
}

/// Notes when the epochs end.
final class EpochClock: ProgressReceiver, @unchecked Sendable {
  private(set) var ends: [ContinuousClock.Instant] = []
  func advance(step: Int, total: Int, events: Int, note: String) { ends.append(.now) }
}

let words = CommandLine.arguments
guard words.count == 8, let inputs = Int(words[3]), let batch = Int(words[5]),
  let epochs = Int(words[6]), let threads = Int(words[7])
else {
  print("usage: winnow-bench-layers COLUMNS LABELS inputs layers batch epochs threads")
  exit(64)
}
let values = try readFloats(words[1]), labels = try readFloats(words[2])
let count = labels.count
let columns = (0..<inputs).map { Array(values[$0 * count..<($0 + 1) * count]) }
let examples = try Examples(
  columns: columns, targets: [labels], weights: Array(repeating: 1, count: count))
let setting = try JSONDecoder().decode(Setting.self, from: Data(words[4].utf8))
let layers = try LayerCatalog.layers(reading: setting, owner: "layers")
let network = try Network(inputs: inputs, layers: Sequential(layers + [Dense(1)]), seed: 1)
var phase = TrainingPhase()
phase.epochs = epochs + 1
phase.batch = batch
let clock = EpochClock()
let (trained, record) = try NetworkTrainer(phases: [phase])
  .train(network, on: examples, in: RunContext(seed: 1, threads: threads, progress: clock))
let training = (clock.ends[epochs] - clock.ends[0]) / .seconds(1)
_ = trained.outputs(for: columns, threads: threads)
let start = ContinuousClock.now
let outputs = trained.outputs(for: columns, threads: threads)
let applying = (ContinuousClock.now - start) / .seconds(1)
let loss = record.history.last?.trainingLoss ?? .nan
let final = zip(outputs, labels).reduce(0.0) { sum, event in
  let z = Double(event.0)
  return sum + max(z, 0) + log1p(exp(-abs(z))) - Double(event.1) * z
} / Double(count)
print(
  "{\"train\": \(training), \"apply\": \(applying), \"epoch_loss\": \(loss), \"loss\": \(final)}")
