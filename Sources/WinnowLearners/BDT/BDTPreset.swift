import WinnowTrees

/// Settings that physicists know from TMVA's tutorials; see the table in `docs/bdt-options.md`.
public enum BDTPreset: String, Sendable, CaseIterable {
  /// Winnow's own defaults.
  case none
  /// AdaBoost of 850 trees of depth 3.
  case adaBoost = "BDT"
  /// Gradient boosting of 1000 trees of depth 2.
  case gradient = "BDTG"
  /// The vote of 400 bootstrapped trees of depth 3.
  case bagging = "BDTB"
  /// AdaBoost of 400 trees of depth 3, meant for decorrelated variables (`transforms: [decorrelate]`).
  case decorrelated = "BDTD"

  var parameters: BDTParameters {
    var parameters = BDTParameters()
    parameters.preset = self
    if self == .none { return parameters }
    parameters.earlyStopping = 0
    parameters.balanceClasses = true
    parameters.maxDepth = self == .gradient ? 2 : 3
    parameters.maxLeaves = 1 << parameters.maxDepth
    parameters.minNodeSize = self == .adaBoost || self == .gradient ? 0.025 : 0.05
    parameters.subsample = 0.5
    parameters.bootstrap = true
    parameters.boosting = .adaBoost
    parameters.negativeWeights = .inverseBoost
    // nCuts=20; for BDTG and BDTB divisions of the training events prefer the default: see
    // Benchmarks/trees_presets.md.
    if self == .adaBoost || self == .decorrelated { parameters.bins = 21 }
    switch self {
    case .none: break
    case .adaBoost: parameters.trees = 850
    case .gradient:
      parameters.trees = 1000
      parameters.boosting = .gradient
      parameters.negativeWeights = .signed
      // TMVA books 0.1, but its leaves divide by Σ w² instead of Σ w, which shortens the steps; 0.02 is
      // from divisions of the training events: see Benchmarks/trees_presets.md.
      parameters.learningRate = 0.02
      parameters.l2 = 0
    case .bagging:
      parameters.trees = 400
      parameters.boosting = .bagging
      parameters.negativeWeights = .signed
      parameters.subsample = 0.6
    case .decorrelated: parameters.trees = 400
    }
    return parameters
  }
}
