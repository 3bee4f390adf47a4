import WinnowCore
import WinnowKernels

/// Signal (class 0) against background: one output in [0, 1], which with the cross entropy and the squared
/// loss is the signal probability where the classes had equal weight sums in training.
struct SignalHead: NetworkHead {
  static let key = "signal"
  private static let allowed: [LossName] = [.automatic, .crossEntropy, .squared, .hinge]
  private let settings: LossSettings
  private var name: LossName { settings.loss }

  init(_ settings: LossSettings) throws {
    self.settings = settings
    let name = settings.loss
    guard Self.allowed.contains(name) else {
      throw Self.unfit(name, "events of two classes", Self.allowed)
    }
  }

  /// The squared loss compares the probability itself with 0 and 1; the others take a logit.
  private var givesProbability: Bool { name == .squared }

  var output: Dense { Dense(1, activation: givesProbability ? .sigmoid : .identity) }
  var loss: any Objective {
    settings.disco == nil
      ? plainLoss : Decorrelated(plainLoss, strength: Float(settings.discoStrength))
  }

  private var plainLoss: any Objective {
    switch name {
    case .squared: SquaredError()
    case .hinge: HingeLoss()
    default: BinaryCrossEntropy()
    }
  }

  func targets(of sample: Sample) throws -> [[Float]] {
    let labels: [Float] = try Self.labels(of: sample).map { $0 == 0 ? 1 : 0 }
    return try settings.disco.map { [labels, try Self.spectator($0, of: sample)] } ?? [labels]
  }

  private static func spectator(_ name: String, of sample: Sample) throws -> [Float] {
    guard let spectator = sample.spectator(named: name) else {
      throw WinnowError(
        .badConfiguration, "disco names “\(name)”, which is no spectator"
          + Spelling.hint(for: name, in: sample.spectators.map(\.name)))
    }
    switch spectator.values {
    case .real(let values):
      let column = values.map { Float($0) }
      try column.requireFinite("the spectator “\(name)”")
      return column
    case .integer(let values): return values.map { Float($0) }
    case .text: throw WinnowError(.badConfiguration, "the spectator “\(name)” of disco is text")
    }
  }

  func scores(_ outputs: [Float]) -> Scores {
    var response = outputs
    if !givesProbability {
      var span = response.mutableSpan
      Elementary.sigmoid(&span)
    }
    return Scores(response: response)
  }

  func archive() -> Archive { Archive(attributes: ["loss": Setting(.text(name.rawValue))]) }

  init(from archive: Archive) throws {
    let word = try archive.setting("loss").text()
    guard let name = LossName(rawValue: word) else {
      throw WinnowError(.badData, "the model has an unknown loss “\(word)”")
    }
    var settings = LossSettings()
    settings.loss = name
    try self.init(settings)
  }
}
