// Trains a network on images of ten classes and prints one line of JSON: the part of the validation images
// whose class it finds, that of the test images where asked for, and the seconds of the training. Used by
// fashion_mnist.py.
//
//   winnow-bench-fashion DIRECTORY LAYERS epochs batch rate threads [test]
//
// The directory has raw float32 files, pixel by pixel: train_x, train_y, test_x, test_y; labels are one column
// per class. LAYERS is JSON in the form of an analysis file; the output units are added. The last tenth of the
// training images chooses the best epoch; the test images are looked at once, at the end, if at all.

import Foundation
import NetworkBench
import WinnowCore
import WinnowNetworks

struct Images {
  let columns, labels: [[Float]]
  var count: Int { labels[0].count }

  init(_ directory: URL, _ part: String) throws {
    labels = try readColumns(directory.appending(path: "\(part)_y"), 10)
    columns = try readColumns(directory.appending(path: "\(part)_x"), 784)
  }

  private init(columns: [[Float]], labels: [[Float]]) {
    self.columns = columns
    self.labels = labels
  }

  subscript(range: Range<Int>) -> Images {
    Images(columns: columns.map { Array($0[range]) }, labels: labels.map { Array($0[range]) })
  }

  func examples() throws -> Examples {
    try Examples(columns: columns, targets: labels, weights: Array(repeating: 1, count: count))
  }

  func accuracy(_ network: Network, threads: Int) -> Double {
    let scores = network.predict(columns, threads: threads)
    let right = (0..<count).count(where: { event in
      let found = scores.indices.max { scores[$0][event] < scores[$1][event] } ?? 0
      return labels[found][event] == 1
    })
    return Double(right) / Double(count)
  }
}

struct Figures: Encodable {
  let validation: Double
  let test: Double?
  let time: Seconds
  let bestEpoch: Int
}

let words = CommandLine.arguments
guard words.count == 7 || (words.count == 8 && words[7] == "test"), let epochs = Int(words[3]),
  let batch = Int(words[4]), let rate = Double(words[5]), let threads = Int(words[6])
else {
  print("usage: winnow-bench-fashion DIRECTORY LAYERS epochs batch rate threads [test]")
  exit(64)
}
let directory = URL(fileURLWithPath: words[1])
let setting = try JSONDecoder().decode(Setting.self, from: Data(words[2].utf8))
let layers = try LayerCatalog.layers(reading: setting, owner: "layers")
let images = try Images(directory, "train")
let split = images.count * 9 / 10
let learnt = images[0..<split], checks = images[split..<images.count]
let network = try Network(inputs: 784, layers: Sequential(layers + [Dense(10)]), seed: 1)
var phase = TrainingPhase()
(phase.epochs, phase.batch, phase.learningRate) = (epochs, batch, rate)
phase.schedule = CosineDecay(final: 0.02)
let start = Moment()
let trained = try NetworkTrainer(phases: [phase], loss: CategoricalCrossEntropy()).train(
  network, on: learnt.examples(), validation: checks.examples(),
  in: RunContext(seed: 1, threads: threads))
let time = start.seconds()
let figures = Figures(
  validation: checks.accuracy(trained.network, threads: threads),
  test: words.count == 8
    ? try Images(directory, "test").accuracy(trained.network, threads: threads) : nil,
  time: time, bestEpoch: trained.record.bestStep ?? 0)
print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
