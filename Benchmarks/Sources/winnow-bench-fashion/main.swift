// Trains a network on images of ten classes and prints the part of the test images whose class it finds,
// as one line of JSON. Used by fashion_mnist.py.
//
//   winnow-bench-fashion DIRECTORY LAYERS epochs batch rate threads
//
// The directory has raw float32 files, feature by feature: train_x, train_y, test_x, test_y; labels are one
// column per class. LAYERS is JSON in the form of an analysis file; the output units are added. The last
// tenth of the training images chooses the best epoch; the test images are looked at once, at the end.

import Foundation
import WinnowCore
import WinnowNetworks

struct Images {
  let columns, labels: [[Float]]
  var count: Int { labels[0].count }

  init(_ directory: URL, _ part: String) throws {
    labels = try Self.read(directory.appending(path: "\(part)_y"), columns: 10)
    columns = try Self.read(directory.appending(path: "\(part)_x"), columns: 784)
  }

  private static func read(_ file: URL, columns: Int) throws -> [[Float]] {
    let bytes = try Data(contentsOf: file, options: .mappedIfSafe)
    let count = bytes.count / 4 / columns
    return bytes.withUnsafeBytes { raw in
      (0..<columns).map { column in
        (0..<count).map {
          raw.loadUnaligned(fromByteOffset: 4 * (column * count + $0), as: Float.self)
        }
      }
    }
  }

  func examples(_ range: Range<Int>) throws -> Examples {
    try Examples(
      columns: columns.map { Array($0[range]) }, targets: labels.map { Array($0[range]) },
      weights: Array(repeating: 1, count: range.count))
  }

  func accuracy(_ outputs: [Float]) -> Double {
    let right = (0..<count).count(where: { event in
      let scores = outputs[event * 10..<event * 10 + 10]
      let found = scores.indices.max { scores[$0] < scores[$1] } ?? 0
      return labels[found - event * 10][event] == 1
    })
    return Double(right) / Double(count)
  }
}

let words = CommandLine.arguments
guard words.count == 7, let epochs = Int(words[3]), let batch = Int(words[4]),
  let rate = Double(words[5]), let threads = Int(words[6])
else {
  print("usage: winnow-bench-fashion DIRECTORY LAYERS epochs batch rate threads")
  exit(64)
}
let directory = URL(fileURLWithPath: words[1])
let setting = try JSONDecoder().decode(Setting.self, from: Data(words[2].utf8))
let layers = try LayerCatalog.layers(reading: setting, owner: "layers")
let images = try Images(directory, "train"), test = try Images(directory, "test")
let split = images.count * 9 / 10
let network = try Network(inputs: 784, layers: Sequential(layers + [Dense(10)]), seed: 1)
var phase = TrainingPhase()
(phase.epochs, phase.batch, phase.learningRate) = (epochs, batch, rate)
phase.schedule = CosineDecay(final: 0.02)
let start = ContinuousClock.now
let trained = try NetworkTrainer(phases: [phase], loss: CategoricalCrossEntropy()).train(
  network, on: images.examples(0..<split), validation: images.examples(split..<images.count),
  in: RunContext(seed: 1, threads: threads))
let seconds = (ContinuousClock.now - start) / .seconds(1)
let accuracy = test.accuracy(trained.network.outputs(for: test.columns, threads: threads))
print(
  "{\"accuracy\": \(accuracy), \"seconds\": \(seconds), \"best_epoch\": \(trained.record.bestStep ?? 0)}")
