import WinnowCore

/// What figures of merit assume and how finely they are drawn.
public struct EvaluationOptions: RuledParameters {
  /// The prior f_S of the signal probability. One half by default: the fraction in simulated samples
  /// says how many events were made, not how many are expected.
  public var signalFraction = 0.5
  /// Event numbers before the cut, for purity and S/√(S+B). TMVA's 1000 and 1000 by default, since
  /// normalised weights do not know the luminosity.
  public var expectedSignal = 1000.0
  public var expectedBackground = 1000.0
  /// Bins of drawn distributions; at most this many and one more where edges are rounded.
  public var bins = 40
  /// Permutations of events for the p-values of the overtraining tests; 0 for none.
  public var permutations = 200
  /// σ_b/b, the relative uncertainty of the expected background, for figures of merit that know it.
  public var backgroundUncertainty = 0.1
  /// The number of standard deviations a of Punzi's figure of merit.
  public var punziSigmas = 5.0
  /// Sizes of the training sample for the learning curve, each half of the next; 0 for none. Each is a
  /// training more for every method.
  public var learningCurve = 0
  /// Whether every method is trained again without each variable in turn.
  public var retrainedImportance = false
  /// Pairs of variables in whose planes the boundaries of the methods are drawn, all others at their
  /// median. For two variables in all their plane is drawn without asking.
  public var planes: [[String]] = []

  public init() {}

  public static var rules: [ParameterRule<EvaluationOptions>] {
    [
      .real(
        "signal_fraction", \.signalFraction,
        RealRange(0, 1, includesLower: false, includesUpper: false),
        "fraction of signal assumed for the signal probability"),
      .real(
        "expected_signal", \.expectedSignal, .above(0),
        "signal events expected before the cut, for purity and significance"),
      .real(
        "expected_background", \.expectedBackground, .atLeast(0),
        "background events expected before the cut, for purity and significance"),
      .integer("bins", \.bins, 5...500, "bins of the drawn distributions"),
      .integer(
        "permutations", \.permutations, 0...100_000,
        "permutations of events for p-values of the overtraining tests; 0 for none"),
      .real(
        "background_uncertainty", \.backgroundUncertainty, .atLeast(0),
        "relative uncertainty of the expected background, for Z_A and S/√B"),
      .real(
        "punzi_sigmas", \.punziSigmas, .above(0),
        "standard deviations a of Punzi's figure of merit ε_S/(a/2 + √B)"),
      .integer(
        "learning_curve", \.learningCurve, 0...12,
        "sizes of the training sample for the learning curve, each half of the next; a training each"),
      .flag(
        "retrained_importance", \.retrainedImportance,
        "train every method again without each variable in turn, to see what it is worth"),
      planesRule,
    ]
  }

  /// More pictures than this nobody looks at.
  private static let mostPlanes = 20

  private static var planesRule: ParameterRule<EvaluationOptions> {
    ParameterRule(
      "planes", range: "[[variable, variable], …]",
      "pairs of variables in whose planes the boundaries of each method are drawn, all others at their "
        + "median",
      invalid: [["one"]],
      read: { options, setting in
        let planes = try setting.list().map { try $0.list().map { try $0.text() } }
        guard planes.count <= mostPlanes, planes.allSatisfy({ Set($0).count == 2 && $0.count == 2 })
        else {
          throw setting.mismatch("a list of at most \(mostPlanes) pairs of different variables")
        }
        options.planes = planes
      },
      write: { options in
        Setting(
          .list(options.planes.map { Setting(.list($0.map { Setting(.text($0)) })) }))
      })
  }
}
