import WinnowMath

/// Everything that the responses of one method on test and training events tell.
public struct MethodFigures: Sendable, Codable {
  public var auc: Measured
  public var aucTrain: Measured
  /// Signal efficiency at background efficiency 0.01, 0.10, 0.30.
  public var efficiency: [EfficiencyPoint]
  /// ⟨S²⟩ = ½ ∫ (s − b)² / (s + b) dy.
  public var separation: Measured
  /// |mean_S − mean_B| / √(rms_S² + rms_B²).
  public var significance: Measured
  public var overtraining: Overtraining
  public var responses: ResponseDistributions
  public var roc: ROCCurve
  public var rocTrain: ROCCurve
  public var cuts: CutScan
  public var probability: ProbabilityCurve
  /// Linear correlation of each original variable with the response, on test events.
  public var correlations: [ResponseCorrelation]
  /// The best cut by each figure of merit.
  public var optimalCuts: [OptimalCut]?
  /// Overtraining per slice of spectators.
  public var overtrainingSlices: [OvertrainingSlices]?
  /// Scores of the maps from response to probability.
  public var calibrations: [CalibrationFigures]?
  public var rarity: Rarity?
  /// Partial AUC up to background efficiency 0.1.
  public var partialAuc: PartialAUC?
  /// Whether background reweighted by the fitted density ratio looks like signal.
  public var closure: [ClosureFigures]?
  /// How the method shapes spectators.
  public var sculpting: [Sculpting]?
  /// What the variations named in the analysis file do.
  public var systematics: [SystematicShift]?
  public var learningCurve: LearningCurve?
  public var retrainedImportance: RetrainedImportance?
  /// The boundaries of the method in the planes of the run.
  public var boundaries: [DecisionBoundary]?
  /// What the order of each variable is worth, and on how many test events that was seen.
  public var permutation: [PermutationImportance]?
  public var permutedEvents: Int?
  /// What a forest tells of its inputs; nil for other methods.
  public var forest: ForestFigures?

  public init(
    auc: Measured, aucTrain: Measured, efficiency: [EfficiencyPoint], separation: Measured,
    significance: Measured, overtraining: Overtraining, responses: ResponseDistributions,
    roc: ROCCurve, rocTrain: ROCCurve, cuts: CutScan, probability: ProbabilityCurve,
    correlations: [ResponseCorrelation]
  ) {
    self.auc = auc
    self.aucTrain = aucTrain
    self.efficiency = efficiency
    self.separation = separation
    self.significance = significance
    self.overtraining = overtraining
    self.responses = responses
    self.roc = roc
    self.rocTrain = rocTrain
    self.cuts = cuts
    self.probability = probability
    self.correlations = correlations
  }
}

/// Signal efficiency where a given fraction of the background passes.
public struct EfficiencyPoint: Sendable, Hashable, Codable {
  public var background: Double
  public var signal: Measured
  public var signalTrain: Measured
  /// The response above which test events pass.
  public var cut: Double

  public init(background: Double, signal: Measured, signalTrain: Measured, cut: Double) {
    self.background = background
    self.signal = signal
    self.signalTrain = signalTrain
    self.cut = cut
  }
}

/// Response histograms with common bins, not normalised.
public struct ResponseDistributions: Sendable, Hashable, Codable {
  public var testSignal: Histogram
  public var testBackground: Histogram
  public var trainSignal: Histogram
  public var trainBackground: Histogram

  public init(
    testSignal: Histogram, testBackground: Histogram, trainSignal: Histogram,
    trainBackground: Histogram
  ) {
    self.testSignal = testSignal
    self.testBackground = testBackground
    self.trainSignal = trainSignal
    self.trainBackground = trainBackground
  }
}

/// Points of a ROC curve thinned for drawing, by falling cut: all arrays have one length.
public struct ROCCurve: Sendable, Hashable, Codable {
  public var cut: [Double]
  public var signal: [Double]
  public var background: [Double]
  public var signalError: [Double]
  public var backgroundError: [Double]

  public init(
    cut: [Double], signal: [Double], background: [Double], signalError: [Double],
    backgroundError: [Double]
  ) {
    self.cut = cut
    self.signal = signal
    self.background = background
    self.signalError = signalError
    self.backgroundError = backgroundError
  }
}

/// Efficiencies, purity and S/√(S+B) against the cut, for stated event numbers.
public struct CutScan: Sendable, Hashable, Codable {
  public struct Best: Sendable, Hashable, Codable {
    public var cut: Double
    public var significance: Measured
    public var signalEfficiency: Measured
    public var backgroundEfficiency: Measured
    /// Simulated background events left above the cut, as n_eff; few means an uncertain figure.
    public var effectiveBackground: Double

    public init(
      cut: Double, significance: Measured, signalEfficiency: Measured,
      backgroundEfficiency: Measured, effectiveBackground: Double
    ) {
      self.cut = cut
      self.significance = significance
      self.signalEfficiency = signalEfficiency
      self.backgroundEfficiency = backgroundEfficiency
      self.effectiveBackground = effectiveBackground
    }
  }

  /// Event numbers expected before the cut.
  public var expectedSignal: Double
  public var expectedBackground: Double
  public var cut: [Double]
  public var signalEfficiency: [Double]
  public var backgroundEfficiency: [Double]
  public var purity: [Double]
  public var significance: [Double]
  public var best: Best

  public init(
    expectedSignal: Double, expectedBackground: Double, cut: [Double],
    signalEfficiency: [Double], backgroundEfficiency: [Double], purity: [Double],
    significance: [Double], best: Best
  ) {
    self.expectedSignal = expectedSignal
    self.expectedBackground = expectedBackground
    self.cut = cut
    self.signalEfficiency = signalEfficiency
    self.backgroundEfficiency = backgroundEfficiency
    self.purity = purity
    self.significance = significance
    self.best = best
  }
}

/// The signal probability P(S|y) as a function of the response, and how well it holds.
public struct ProbabilityCurve: Sendable, Hashable, Codable {
  /// The prior fraction of signal, f_S.
  public var prior: Double
  public var response: [Double]
  public var probability: [Double]
  public var error: [Double]
  /// Reliability, fitted and checked on different events: predicted mean and observed signal
  /// fraction per bin of predicted probability.
  public var predicted: [Double]
  public var observed: [Measured]
  /// Distribution of the probability of test events, per class.
  public var signal: Histogram
  public var background: Histogram

  public init(
    prior: Double, response: [Double], probability: [Double], error: [Double],
    predicted: [Double], observed: [Measured], signal: Histogram, background: Histogram
  ) {
    self.prior = prior
    self.response = response
    self.probability = probability
    self.error = error
    self.predicted = predicted
    self.observed = observed
    self.signal = signal
    self.background = background
  }
}

public struct ResponseCorrelation: Sendable, Hashable, Codable {
  public var variable: String
  public var signal: Double
  public var background: Double

  public init(variable: String, signal: Double, background: Double) {
    self.variable = variable
    self.signal = signal
    self.background = background
  }
}
