import WinnowNetworks

/// Settings that physicists know from TMVA's tutorials: one hidden layer of N + 5 tanh units. TMVA's own
/// steps, one event at a time at a fixed rate, are replaced by Adam's.
public enum MLPPreset: String, Sendable, CaseIterable {
  /// Winnow's own defaults.
  case none
  /// Steps on batches.
  case backPropagation = "MLP"
  /// Quasi-Newton steps on all events.
  case bfgs = "MLPBFGS"
  /// The same with learnt priors on the weights.
  case bayesian = "MLPBNN"

  var parameters: MLPParameters {
    var parameters = MLPParameters()
    parameters.chosenPreset = self
    if self == .none { return parameters }
    parameters.hidden = [SizeExpression("N+5")].compactMap { $0 }
    parameters.activation = .tanh
    parameters.training.l2 = 0
    parameters.training.earlyStopping = 0
    switch self {
    case .none, .backPropagation:
      parameters.training.epochs = 200
      parameters.training.batch = 100
    case .bfgs:
      // Nothing holds the weights back here: more steps learn the noise. On three divisions of the
      // training events of TMVA's class example the mean area was 0.9160, 0.9161, 0.9137 for 50, 100, 200.
      parameters.training.optimizer = .bfgs
      parameters.training.epochs = 100
    case .bayesian:
      parameters.training.optimizer = .bfgs
      parameters.training.epochs = 200
      parameters.training.bayesianRegulator = true
    }
    return parameters
  }
}
