import WinnowCore
import WinnowEvaluation

/// What the spectators tell of a method: whether it shapes them, and whether it knows its training events
/// better in some region of them.
struct SpectatorStudy: Sendable {
  private struct Values {
    let name: String
    let train: [Double]
    let test: [Double]
  }

  private let spectators: [Values]

  /// - Parameter train: the training events whose responses are compared with the test events'.
  init(train: Sample, test: Sample) {
    spectators = test.spectators.compactMap { spectator in
      guard let other = train.spectators.first(where: { $0.name == spectator.name }),
        !spectator.values.isIdentifier, let testValues = spectator.values.numbers,
        let trainValues = other.values.numbers
      else { return nil }
      return Values(
        name: spectator.name, train: trainValues, test: testValues)
    }
  }

  /// Adds its figures. Spectators of too few values have none.
  func add(to figures: inout MethodFigures, train: ScoredEvents, test: ScoredEvents) {
    let shapes = spectators.compactMap {
      try? Sculpting(of: $0.name, values: $0.test, scored: test)
    }
    let slices = spectators.compactMap {
      try? OvertrainingSlices(
        of: $0.name, train: train, trainValues: $0.train, test: test, testValues: $0.test)
    }
    figures.sculpting = shapes.isEmpty ? nil : shapes
    figures.overtrainingSlices = slices.isEmpty ? nil : slices
  }
}

extension Spectator.Values {
  /// As real numbers; nil for text.
  var numbers: [Double]? {
    switch self {
    case .real(let values): values
    case .integer(let values): values.map { Double($0) }
    case .text: nil
    }
  }

  /// Whether they number the events: integers, nearly all different. No physics depends on them.
  var isIdentifier: Bool {
    guard case .integer(let values) = self, values.count > 20 else { return false }
    return Set(values).count > values.count * 9 / 10
  }
}
