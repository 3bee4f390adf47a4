import Foundation
import WinnowAnalysis
import WinnowCore
import WinnowTestSupport
import WinnowToys

/// Trains any method of the catalogue on a toy with a known optimum, as an analysis would.
struct ContractBench {
  let method: Method
  var threads = 1
  var seed: UInt64 = 7

  /// Two unit Gaussians in four dimensions, Δ = 1.5: optimum AUC Φ(1.5/√2) = 0.8556.
  static let optimum = 0.8556
  static let train = gauss(events: 3000, seed: 1)
  static let test = gauss(events: 4000, seed: 2)

  private static func gauss(events: Int, seed: UInt64) -> Sample {
    var parameters = GaussToy.Parameters()
    parameters.dimensions = 4
    parameters.distance = 1.5
    return GaussToy(parameters).generate(events: events, seed: seed, threads: 1)
  }

  /// Settings that keep the suite quick, by the names that mean the same in every method.
  private var settings: Setting {
    let quick: [(String, Setting)] = [("epochs", 12), ("trees", 40)]
    let options = Set(method.manual.map(\.name))
    return Setting(.table(quick.filter { options.contains($0.0) }.map { .init($0.0, $0.1) }))
  }

  func train(on sample: Sample) throws -> TrainedClassifier {
    try TrainedClassifier.train(
      method: method.identifier, settings: settings, on: sample,
      in: RunContext(seed: seed, threads: threads))
  }

  static func responses(
    _ classifier: TrainedClassifier, _ sample: Sample = test, threads: Int = 1
  ) throws -> [Float] {
    try classifier.scores(for: sample, threads: threads).response
  }

  /// AUC on the test events.
  static func auc(_ classifier: TrainedClassifier) throws -> Double {
    plainAUC(try classifier.scores(for: test, threads: 1), of: test)
  }
}
