import WinnowCore
import WinnowTrees

/// What a BDT is to learn, as the truth of the training sample says.
enum BDTTask: Sendable, Hashable {
  case classification
  case multiclass([String])
  case regression([String])

  /// - Throws: `badData` where nothing is known of the events, or no class or target.
  init(_ truth: Truth) throws {
    switch truth {
    case .classes(let names, _) where names.count == 2: self = .classification
    case .classes(let names, _) where names.count > 2: self = .multiclass(names)
    case .targets(let names, _) where !names.isEmpty: self = .regression(names)
    case .none, .classes, .targets:
      throw WinnowError(.badData, "BDT needs events of two classes or more, or with targets")
    }
  }

  var name: String {
    switch self {
    case .classification: "two classes"
    case .multiclass: "several classes"
    case .regression: "regression"
    }
  }

  var isRegression: Bool {
    if case .regression = self { return true }
    return false
  }

  /// What the model answers.
  var outputs: [String] {
    switch self {
    case .classification: ["response"]
    case .multiclass(let names), .regression(let names): names
    }
  }

  /// The events with the target of each training: 1 for signal, which is class 0; the class number; or
  /// the values of each target.
  ///
  /// - Throws: `badData` for a truth of another kind and for no inputs.
  func events(_ sample: Sample, spectators: [[Float]]) throws -> [BoostingSample] {
    guard sample.schema.count > 0 else {
      throw WinnowError(.badData, "BDT needs at least one input variable")
    }
    return try targets(sample).map {
      BoostingSample(
        columns: sample.columns, targets: $0, weights: sample.weights, spectators: spectators)
    }
  }

  private func targets(_ sample: Sample) throws -> [[Float]] {
    switch (self, sample.truth) {
    case (.classification, .classes(_, let labels)): return [labels.map { $0 == 0 ? 1 : 0 }]
    case (.multiclass(let names), .classes(_, let labels)):
      guard labels.allSatisfy({ $0 < names.count }) else {
        throw WinnowError(.badData, "an event has a class number beyond \(names.count - 1)")
      }
      return [labels.map(Float.init)]
    case (.regression(let names), .targets(_, let values)) where values.count == names.count:
      return values
    default:
      throw WinnowError(.badData, "the validation sample has another truth than the training sample")
    }
  }
}
