import WinnowCore
import WinnowMath

/// All figures of one method on one target. Truncated figures are those of the events within two RMS of
/// the bias.
public struct DeviationFigures: Sendable, Codable {
  public var target: String
  /// ⟨d⟩, d = prediction − target.
  public var bias: Measured
  public var biasTruncated: Measured
  /// √(⟨d²⟩ − ⟨d⟩²).
  public var rms: Measured
  public var rmsTruncated: Measured
  /// √⟨d²⟩.
  public var rmsAboutZero: Measured
  public var meanAbsolute: Measured
  /// Half the shortest interval that holds 68.3 %.
  public var sigmaEff: Measured
  public var core: GaussianCore
  public var correlation: Measured
  /// Of prediction and target, in nats.
  public var mutualInformation: Measured
  public var mutualInformationTruncated: Measured
  /// Of the line of predictions against targets.
  public var slope: Measured
  public var overtraining: DeviationOvertraining
  /// Of the deviations, common bins for test and training events.
  public var testHistogram: Histogram
  public var trainHistogram: Histogram
  public var profiles: [DeviationProfile]
  /// Of an energy; nil for other targets.
  public var resolution: ResolutionCurve?
  /// The RMS gained without the order of each variable, and on how many test events that was seen.
  public var permutation: [PermutationImportance]?
  public var permutedEvents: Int?

  /// - Parameters:
  ///   - test, train: predictions for events it has not seen and for those it was trained on.
  ///   - bins: the test events in bins of what bias and resolution are shown against.
  /// - Complexity: O(events log events × quantities).
  public init(
    target: String, test: Deviations, train: Deviations, bins: [ProfileBins],
    options: RegressionOptions = RegressionOptions()
  ) {
    let truncated = test.truncated
    self.target = target
    bias = test.bias.measured
    rms = test.rms.measured
    rmsAboutZero = test.rmsAboutZero.measured
    meanAbsolute = test.meanAbsolute.measured
    sigmaEff = test.effectiveWidth.measured
    biasTruncated = truncated?.bias.measured ?? .undefined
    rmsTruncated = truncated?.rms.measured ?? .undefined
    core = GaussianCore(test)
    correlation = test.correlation.measured
    mutualInformation = test.mutualInformation
    mutualInformationTruncated = truncated?.mutualInformation ?? .undefined
    slope = test.slope.measured
    overtraining = DeviationOvertraining(test: test, train: train)
    let binning = Binning(column: test.values.map { Float($0) }, bins: options.bins)
    testHistogram = binning.histogram(test)
    trainHistogram = binning.histogram(train)
    profiles = bins.map { DeviationProfile(test, in: $0) }
    resolution = bins.first { $0.quantity.role == .target && $0.quantity.name == target }
      .flatMap { ResolutionCurve(test, in: $0) }
  }
}

extension Deviations {
  var mutualInformation: Measured {
    MutualInformation.between(prediction, target, weights: weights)
  }
}

extension Binning {
  /// Bins for one column, from at most about 20 000 of its values.
  init(column: [Float], bins: Int) {
    let step = max(1, column.count / 20_000)
    let drawn = stride(from: 0, to: column.count, by: step).map { column[$0] }
      .filter(\.isFinite).sorted()
    guard let first = drawn.first, let last = drawn.last else {
      self.init(Range(minimum: 0, maximum: 0, low: 0, high: 0), bins: bins)
      return
    }
    func quantile(_ p: Double) -> Double { Double(drawn[Int(p * Double(drawn.count - 1))]) }
    self.init(
      Range(
        minimum: Double(first), maximum: Double(last), low: quantile(0.005), high: quantile(0.995),
        isInteger: drawn.allSatisfy { $0 == $0.rounded() }), bins: bins)
  }

  func histogram(_ deviations: Deviations) -> Histogram {
    histogram(deviations.values, weights: deviations.weights)
  }

  func histogram(_ values: [Double], weights: [Double]) -> Histogram {
    var sums = [WeightSum](repeating: WeightSum(), count: count + 2)
    for (value, weight) in zip(values, weights) where weight != 0 && !value.isNaN {
      sums[slot(of: value)].add(weight)
    }
    return histogram(sums)
  }
}

/// How figures of a regression are drawn.
public struct RegressionOptions: RuledParameters {
  /// Bins of drawn distributions.
  public var bins = 60
  /// Bins of equal event numbers in which bias and resolution are given.
  public var profileBins = 12

  public init() {}

  public static var rules: [ParameterRule<RegressionOptions>] {
    [
      .integer("bins", \.bins, 5...500, "bins of the drawn distributions"),
      .integer(
        "profile_bins", \.profileBins, 2...100,
        "bins of target, spectators and inputs in which bias and resolution are given"),
    ]
  }
}
