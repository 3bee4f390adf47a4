import Foundation
import WinnowCore
import WinnowDensities
import WinnowKernels
import WinnowSplines

/// Where the trees of a density start from.
public enum DensityStart: String, Sendable, CaseIterable {
  /// Smooth functions of the inputs: see `SmoothStart`.
  case smooth
  /// A fit of the density to all targets.
  case constant
}

/// How the trees of one round of density boosting step.
public enum DensityStep: String, Sendable, CaseIterable {
  /// A tree for each parameter, then Newton's step over the leaves of all of them together.
  case joint
  /// One parameter after another, each on the derivatives that the one before left.
  case cyclic
}

/// Which second derivatives the trees are grown on.
public enum DensityCurvature: String, Sendable, CaseIterable {
  /// Their expectation: steps of Fisher's scoring, positive everywhere.
  case fisher
  /// Those at the events, where their diagonal is positive.
  case observed
}

/// How densities are boosted, apart from the trees.
public struct DensityOptions: Sendable, Hashable {
  public var start = DensityStart.smooth
  public var step = DensityStep.joint
  public var curvature = DensityCurvature.fisher
  /// What a split of any parameter but the location must bring; nil: as `boosting` says.
  public var minShapeGain: Double?
  public var boosting = BoostingOptions()

  public init() {}
}

/// Forests for the parameters of a density: F_k(x) = F_k0 + Σ splines + Σ trees, θ = θ(F) by
/// `ParameterLinks`.
public struct DensityForests: Sendable, Hashable {
  public let family: any DensityFamily
  /// The unit that the target is learnt in.
  public let unit: DensityScale
  /// One for each parameter.
  public let splines: [SplineSum]
  /// One for each parameter.
  public let forests: [Forest]

  /// - Precondition: a forest and a sum of splines for each parameter.
  public init(
    family: any DensityFamily, unit: DensityScale, splines: [SplineSum], forests: [Forest]
  ) {
    precondition(
      forests.count == family.parameters.count && splines.count == forests.count,
      "a forest and splines for each parameter")
    self.family = family
    self.unit = unit
    self.splines = splines
    self.forests = forests
  }

  public static func == (one: DensityForests, other: DensityForests) -> Bool {
    one.family.name == other.family.name && one.unit == other.unit && one.splines == other.splines
      && one.forests == other.forests
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(family.name)
    hasher.combine(splines)
    hasher.combine(forests)
  }

  /// F by parameter. - Complexity: O(events × (Σ depth + splines)).
  public func scores(of columns: [[Float]], threads: Int) -> [[Float]] {
    zip(splines, forests).map { splines, forest in
      let scores = forest.scores(of: columns, threads: threads)
      if splines.terms.isEmpty { return scores }
      let smooth = splines.values(of: columns, events: scores.count, threads: threads)
      return zip(smooth, scores).map { $0 + $1 }
    }
  }
}

/// Gradient boosting of the parameters of a conditional density p(y | θ(x)) by maximum likelihood.
///
/// Lowers −Σ w ln p(y | θ(F(x))). Each round grows one tree for each parameter on the first and second
/// derivatives by F; then one Newton step takes the leaves of all trees of the round together,
/// v = −(H + λ)⁻¹ g with H over pairs of leaves, times the learning rate. F starts from a fit of the family
/// to all targets and, unless `start` says otherwise, from smooth functions of the inputs. Gradients count
/// weights with their sign, curvatures their magnitude, so that H is never negative; no leaf moves F by more
/// than 1. A parameter for which three rounds in a row found no split whose gain exceeds `minGain`, or
/// `minShapeGain`, moves for all events alike and looks for splits again in every tenth round; where no
/// parameter finds any, training ends. Validation events then fit one more constant for each F: see
/// `DensityShift`.
///
/// References: the `GBRLikelihood` of CMS (arXiv:1502.02702); Duan et al., “NGBoost” (arXiv:1910.03225).
public struct DensityBoosting: Sendable {
  public let family: any DensityFamily
  public let options: DensityOptions

  public init(family: any DensityFamily, options: DensityOptions) {
    options.boosting.checkRanges()
    self.family = family
    self.options = options
  }

  /// - Parameter validation: steers early stopping and appears in the history.
  /// - Throws: `badData` as `GradientBoosting.train` and `DensityFit`; `interrupted`.
  /// - Complexity: O(rounds × parameters × events × features × depth).
  public func train(
    on training: BoostingSample, validation: BoostingSample? = nil, in context: RunContext
  ) throws -> (model: DensityForests, record: TrainingRecord) {
    let training = try BoostingSample.checked(training, validation)
    let fit = try DensityFit(
      family, to: training.targets, weights: training.weights, name: "the target",
      threads: context.threads)
    var inside = training.inside(fit.unit)
    var held = try validation.map { try $0.requirePositive(family).inside(fit.unit) }
    var start = try options.start == .constant ? nil : smoothStart(fit, inside, in: context)
    let objection = held.flatMap {
      start?.objection(of: $0, DensityLikelihood(fit, options.curvature, events: $0.count))
    }
    if objection != nil { start = nil }
    let splines = start?.sums ?? family.parameters.map { _ in SplineSum() }
    inside.start(from: splines, threads: context.threads)
    held?.start(from: splines, threads: context.threads)
    var run = try BoostingRun(options.boosting, inside, held, in: context) { sample, team in
      DensityObjective(
        likelihood: DensityLikelihood(fit, options.curvature, events: sample.count),
        step: options.step, minGains: minGains)
    }
    var (forests, record) = try run.train()
    record.stepName = "round"
    record.remarks += [objection].compactMap(\.self)
    forests = forests.map(\.joiningConstants)
    if let start {
      record.importance = gainImportance(
        of: forests, learningRate: options.boosting.learningRate, and: start.gains)
    }
    let model = DensityForests(family: family, unit: fit.unit, splines: splines, forests: forests)
    return (held.map { shifted(model, for: $0, threads: context.threads) } ?? model, record)
  }

  private func smoothStart(
    _ fit: DensityFit, _ training: BoostingSample, in context: RunContext
  ) throws -> SmoothStart {
    try SmoothStart(
      training, likelihood: DensityLikelihood(fit, options.curvature, events: training.count),
      in: context)
  }

  /// With the constants that validation events ask for.
  private func shifted(_ model: DensityForests, for held: BoostingSample, threads: Int) -> DensityForests {
    let shift = DensityShift(
      family, free: model.scores(of: held.columns, threads: threads),
      targets: held.targets, weights: held.weights, threads: threads
    ).best()
    let forests = zip(model.forests, shift).map {
      Forest(features: $0.features, base: $0.base + $1, trees: $0.trees)
    }
    return DensityForests(family: family, unit: model.unit, splines: model.splines, forests: forests)
  }

  private var minGains: [Double] {
    let usual = options.boosting.growth.minGain
    return family.parameters.indices.map { $0 == 0 ? usual : options.minShapeGain ?? usual }
  }
}

extension Forest {
  /// With trees that are one leaf in the base.
  fileprivate var joiningConstants: Forest {
    var base = base, kept: [ForestTree] = []
    for tree in trees {
      if case .leaf(let value) = tree.nodes[0] { base += Double(value) } else { kept.append(tree) }
    }
    return Forest(features: features, base: base, trees: kept)
  }
}

extension BoostingSample {
  /// Starts the scores at sums of splines.
  fileprivate mutating func start(from splines: [SplineSum], threads: Int) {
    if splines.allSatisfy(\.terms.isEmpty) { return }
    offsets = splines.map { $0.values(of: columns, events: count, threads: threads) }
  }

  /// With the targets in another unit.
  fileprivate func inside(_ unit: DensityScale) -> BoostingSample {
    BoostingSample(
      columns: columns, targets: targets.map { Float(unit.inside(Double($0))) }, weights: weights)
  }

  /// - Throws: `badData` for a target outside of the family's range.
  fileprivate func requirePositive(_ family: any DensityFamily) throws -> BoostingSample {
    if family.needsPositive, let target = targets.first(where: { $0 <= 0 }) {
      throw WinnowError(
        .badData, "a validation event has the target \(target); the density \(family.name) is for "
          + "positive ones")
    }
    return self
  }
}
