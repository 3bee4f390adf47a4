import WinnowCore
import WinnowTrees

extension BDTParameters {
  /// - Throws: `badConfiguration` for a boosting or loss that the task does not allow and for an option
  ///   without meaning for them.
  func check(_ task: BDTTask) throws {
    let boostings = BDTBoosting.allCases.filter { $0.allows(task) }
    try Self.check("boosting", boosting, in: boostings, for: task)
    if boosting == .gradient { try Self.check("loss", loss.kind, in: Self.losses(task), for: task) }
    if let (name, reason) = idleOption(task) {
      throw WinnowError(.badConfiguration, "BDT: \(name) has no meaning with \(reason)")
    }
  }

  private static func losses(_ task: BDTTask) -> [BDTLoss] {
    switch task {
    case .classification: BDTLoss.ofClasses
    case .multiclass: BDTLoss.ofSeveralClasses
    case .regression: BDTLoss.ofTargets
    }
  }

  private static func check<Choice: RawRepresentable<String> & Equatable>(
    _ option: String, _ choice: Choice, in allowed: [Choice], for task: BDTTask
  ) throws {
    if allowed.contains(choice) { return }
    throw WinnowError(
      .badConfiguration, "BDT: \(option): \(choice.rawValue) is not for \(task.name); allowed: "
        + allowed.map(\.rawValue).joined(separator: " | "))
  }

  /// The first option that differs from its default and would not be looked at, and why.
  private func idleOption(_ task: BDTTask) -> (name: String, reason: String)? {
    let byBoosting = idleWithBoosting.first(where: \.1)
    if let byBoosting { return (byBoosting.0, "boosting: \(boosting.rawValue)") }
    let usual = BDTParameters().loss
    let byLoss: [(String, Bool)] = [
      ("alpha", loss.kind != .quantile && loss.alpha != usual.alpha),
      ("delta", loss.kind != .huber && loss.delta != usual.delta),
      ("power", loss.kind != .tweedie && loss.power != usual.power),
    ]
    if let (name, _) = byLoss.first(where: \.1) { return (name, "loss: \(loss.kind.rawValue)") }
    let byTask: [(String, Bool)] = [
      ("balance_classes", balanceClasses), ("fisher_cuts", fisherCuts.isOn),
      ("pruning: expected_error", pruning.method == .expectedError), ("leaves", leaves != .automatic),
      ("purity_limit", purityLimit != BDTParameters().purityLimit),
      ("separation", separation != BDTParameters().separation),
    ]
    if task != .classification, !flatness.spectators.isEmpty { return ("flatness", task.name) }
    guard task.isRegression, let (name, _) = byTask.first(where: \.1) else { return nil }
    return (name, "regression")
  }

  private var idleWithBoosting: [(String, Bool)] {
    let usual = BDTParameters(), isGradient = boosting == .gradient
    let drops = dropout.rate > 0, isFlat = !flatness.spectators.isEmpty
    return [
      ("flatness", !isGradient && isFlat),
      ("flatness_… without flatness", !isFlat && flatness != usual.flatness),
      ("learning_rate", !isGradient && learningRate != usual.learningRate),
      ("l1", !isGradient && l1 != usual.l1),
      ("l2", !isGradient && l2 != usual.l2),
      ("loss", !isGradient && loss.kind != usual.loss.kind),
      ("drop_rate", !isGradient && drops),
      ("max_drop without drop_rate", !drops && dropout.maximum != usual.dropout.maximum),
      ("skip_drop without drop_rate", !drops && dropout.skip != usual.dropout.skip),
      (
        "drop_normalization without drop_rate",
        !drops && dropout.normalisation != usual.dropout.normalisation
      ),
      ("pruning", isGradient && pruning.method != .none),
      ("prune_strength without pruning", pruning.method == .none && pruning.strength > 0),
      ("fisher_cuts", isGradient && fisherCuts.isOn),
      ("fisher_cuts with pruning", fisherCuts.isOn && pruning.method != .none),
      (
        "fisher_cuts with a choice of variables",
        fisherCuts.isOn
          && (boosting.drawsVariables || columnFraction < 1 || columnFractionNode > 0)
      ),
      (
        "fisher_… without fisher_cuts",
        !fisherCuts.isOn && fisherCuts.options != usual.fisherCuts.options
      ),
      ("leaves", isGradient && leaves != usual.leaves),
      ("purity_limit", isGradient && purityLimit != usual.purityLimit),
      ("separation", isGradient && separation != usual.separation),
      ("adaboost_beta", !boosting.reweights && adaBoostBeta != usual.adaBoostBeta),
      ("costs", boosting != .adaCost && costs != usual.costs),
      ("deviation_loss", boosting != .adaBoostR2 && deviationLoss != usual.deviationLoss),
      ("negative_weights: inverse_boost", !boosting.reweights && negativeWeights == .inverseBoost),
    ]
  }
}
