import Foundation
import WinnowCore
import WinnowDensities
import WinnowKernels

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
  public var step = DensityStep.joint
  public var curvature = DensityCurvature.fisher
  /// What a split of any parameter but the location must bring; nil: as `boosting` says.
  public var minShapeGain: Double?
  public var boosting = BoostingOptions()

  public init() {}
}

/// Forests for the parameters of a density: F_k(x) = F_k0 + Σ trees, θ = θ(F) by `ParameterLinks`.
public struct DensityForests: Sendable, Hashable {
  public let family: any DensityFamily
  /// The unit that the target is learnt in.
  public let unit: DensityScale
  /// One for each parameter.
  public let forests: [Forest]

  /// - Precondition: a forest for each parameter.
  public init(family: any DensityFamily, unit: DensityScale, forests: [Forest]) {
    precondition(forests.count == family.parameters.count, "a forest for each parameter")
    self.family = family
    self.unit = unit
    self.forests = forests
  }

  public static func == (one: DensityForests, other: DensityForests) -> Bool {
    one.family.name == other.family.name && one.unit == other.unit && one.forests == other.forests
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(family.name)
    hasher.combine(forests)
  }

  /// F by parameter. - Complexity: O(events × Σ depth).
  public func scores(of columns: [[Float]], threads: Int) -> [[Float]] {
    forests.map { $0.scores(of: columns, threads: threads) }
  }
}

/// Gradient boosting of the parameters of a conditional density p(y | θ(x)) by maximum likelihood.
///
/// Lowers −Σ w ln p(y | θ(F(x))). Each round grows one tree for each parameter on the first and second
/// derivatives by F; then one Newton step takes the leaves of all trees of the round together,
/// v = −(H + λ)⁻¹ g with H over pairs of leaves, times the learning rate. F starts from a fit of the family
/// to all targets. Gradients count weights with their sign, curvatures their magnitude, so that H is never
/// negative; no leaf moves F by more than 1. A parameter for which three rounds in a row found no split whose
/// gain exceeds `minGain`, or `minShapeGain`, moves for all events alike and looks for splits again in every
/// tenth round; where no parameter finds any, training ends. Validation events then fit one more constant
/// for each F: see `DensityShift`.
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
    let inside = training.inside(fit.unit)
    let held = try validation.map { try $0.requirePositive(family).inside(fit.unit) }
    var run = try BoostingRun(options.boosting, inside, held, in: context) { sample, team in
      DensityObjective(
        likelihood: DensityLikelihood(fit, options.curvature, events: sample.count),
        step: options.step, minGains: minGains)
    }
    var (forests, record) = try run.train()
    record.stepName = "round"
    forests = forests.map(\.joiningConstants)
    if let held { forests = shifted(forests, for: held, threads: context.threads) }
    return (DensityForests(family: family, unit: fit.unit, forests: forests), record)
  }

  /// With the constants that validation events ask for.
  private func shifted(_ forests: [Forest], for held: BoostingSample, threads: Int) -> [Forest] {
    let shift = DensityShift(
      family, free: forests.map { $0.scores(of: held.columns, threads: threads) },
      targets: held.targets, weights: held.weights, threads: threads
    ).best()
    return zip(forests, shift).map {
      Forest(features: $0.features, base: $0.base + $1, trees: $0.trees)
    }
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
