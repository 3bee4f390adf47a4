import WinnowCore
import WinnowKernels

/// Regression of one target or several. Inside, each target has mean 0 and standard deviation 1 over the
/// training events, except with the Poisson loss, whose outputs are logarithms of counts.
///
/// Scores: one per target; with the Gaussian likelihood then also `sigma(target)` for each, the standard
/// deviation that the network expects of it event by event.
struct TargetsHead: NetworkHead {
  static let key = "targets"
  private static let allowed: [LossName] = [
    .automatic, .squared, .absolute, .huber, .quantile, .poisson, .gaussian,
  ]
  private let names: [String]
  private let settings: LossSettings
  /// Of each target over the training events.
  private let scales: [Scale]

  private struct Scale {
    var mean = 0.0
    var deviation = 1.0

    func inside(_ value: Float) -> Float { Float((Double(value) - mean) / deviation) }
    func outside(_ value: Float) -> Float { Float(Double(value) * deviation + mean) }
  }

  /// - Throws: `badData` where a target is not finite, or below 0 with the Poisson loss.
  init(for sample: Sample, _ settings: LossSettings) throws {
    guard case .targets(let names, let values) = sample.truth else {
      throw WinnowError(.badData, "a network regression needs events with targets")
    }
    let present = sample.weights.indices.filter { sample.weights[$0] != 0 }
    let weights = present.map { sample.weights[$0] }
    let columns = values.map { column in present.map { column[$0] } }
    for (name, column) in zip(names, columns) { try Self.check(name, column, settings.loss) }
    let scales = settings.loss == .poisson
      ? names.map { _ in Scale() } : columns.map { Self.scale(of: $0, weights) }
    try self.init(names, settings, scales)
  }

  private init(_ names: [String], _ settings: LossSettings, _ scales: [Scale]) throws {
    self.names = names
    self.settings = settings
    self.scales = scales
    guard Self.allowed.contains(settings.loss) else {
      throw Self.unfit(settings.loss, "regression", Self.allowed)
    }
    try Self.requireNoSpectator(settings)
  }

  private static func check(_ name: String, _ column: [Float], _ loss: LossName) throws {
    try column.requireFinite("the target “\(name)”")
    if loss == .poisson, let negative = column.first(where: { $0 < 0 }) {
      throw WinnowError(
        .badData, "the target “\(name)” is \(negative) in an event; the loss poisson needs counts")
    }
  }

  /// Weighted moments; a target whose weighted variance is not positive keeps its unit.
  private static func scale(of values: [Float], _ weights: [Double]) -> Scale {
    let total = weights.reduce(0, +)
    let mean = zip(values, weights).reduce(0) { $0 + $1.1 * Double($1.0) } / total
    let square = zip(values, weights).reduce(0.0) { sum, event in
      let difference = Double(event.0) - mean
      return sum + event.1 * difference * difference
    }
    let variance = square / total
    guard mean.isFinite, variance > 0, variance.isFinite else { return Scale() }
    return Scale(mean: mean, deviation: variance.squareRoot())
  }

  private var givesSpread: Bool { settings.loss == .gaussian }

  var output: Dense { Dense(names.count * (givesSpread ? 2 : 1)) }

  var loss: any Objective {
    switch settings.loss {
    case .absolute: AbsoluteError()
    case .huber: HuberLoss(delta: Float(settings.huberDelta))
    case .quantile: QuantileLoss(level: Float(settings.quantile))
    case .poisson: PoissonLoss()
    case .gaussian: GaussianLikelihood()
    default: SquaredError()
    }
  }

  func targets(of sample: Sample) throws -> [[Float]] {
    guard case .targets(let present, let values) = sample.truth, present == names else {
      throw WinnowError(
        .badData, "a network regression needs events with the targets "
          + names.joined(separator: ", "))
    }
    for (name, column) in zip(names, values) { try Self.check(name, column, settings.loss) }
    return zip(scales, values).map { scale, column in column.map(scale.inside) }
  }

  func scores(_ outputs: [Float]) -> Scores {
    let columns = outputs.columns(output.units)
    let values = zip(scales, columns).map { scale, column in
      settings.loss == .poisson ? exponentials(column) : column.map(scale.outside)
    }
    guard givesSpread else { return Scores(outputs: names, values: values) }
    let spreads = zip(scales, columns[names.count...]).map { scale, column in
      exponentials(column.map { $0 / 2 }).map { Float(Double($0) * scale.deviation) }
    }
    return Scores(
      outputs: names + names.map { "sigma(\($0))" }, values: values + spreads)
  }

  private func exponentials(_ values: [Float]) -> [Float] {
    var powers = values
    var span = powers.mutableSpan
    Elementary.exp(&span)
    return powers
  }
}

extension TargetsHead {
  func archive() -> Archive {
    var archive = Archive(attributes: ["settings": settings.settings])
    archive.store("names", Setting(.list(names.map { Setting(.text($0)) })))
    archive.store("means", Tensor(scales.map(\.mean)))
    archive.store("deviations", Tensor(scales.map(\.deviation)))
    return archive
  }

  init(from archive: Archive) throws {
    let names = try archive.setting("names").list().map { try $0.text() }
    let means = try archive.float64("means", shape: [names.count])
    let deviations = try archive.float64("deviations", shape: [names.count])
    guard !names.isEmpty, means.allSatisfy(\.isFinite),
      deviations.allSatisfy({ $0 > 0 && $0.isFinite })
    else {
      throw WinnowError(.badData, "the model's targets have impossible names, means or deviations")
    }
    try self.init(
      names, LossSettings(reading: archive.setting("settings"), owner: "loss"),
      zip(means, deviations).map { Scale(mean: $0, deviation: $1) })
  }
}
