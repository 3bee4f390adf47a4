import Foundation
import WinnowCore
import WinnowDensities
import WinnowMath

/// How well the densities that one method predicts of one target describe the test events.
public struct DensityFigures: Sendable, Codable {
  public var target: String
  /// The name of the family.
  public var density: String
  /// Events left out, where the predicted density has no finite logarithm.
  public var outside: Int
  /// ⟨−ln p⟩, per event.
  public var negativeLogLikelihood: Measured
  /// Mean and RMS of the pull Φ⁻¹(P(Y ≤ y)).
  public var pullMean: Measured
  public var pullWidth: Measured
  /// Shares of the events inside the predicted central intervals of 68.3 % and 95 %.
  public var coverage68: Measured
  public var coverage95: Measured
  /// Whether P(Y ≤ y) is flat.
  public var flatness: FlatnessTest
  public var profiles: [DensityProfile]
  public var resolution: ResolutionClosure
  public var response: ResponseShape

  static let contents = (narrow: 0.683, wide: 0.95)

  /// - Throws: `badData` as `Deviations`.
  /// - Complexity: O(events log events × quantities).
  public init(
    target: String, _ events: DensityEvents, bins: [ProfileBins],
    options: RegressionOptions = RegressionOptions()
  ) throws {
    let narrow = try events.isInside(Self.contents.narrow)
    let wide = try events.isInside(Self.contents.wide)
    self.target = target
    density = events.densities.learnt.family.name
    outside = events.outside
    negativeLogLikelihood = events.losses.bias.measured
    pullMean = events.pulls.bias.measured
    pullWidth = events.pulls.rms.measured
    coverage68 = narrow.bias.measured
    coverage95 = wide.bias.measured
    flatness = FlatnessTest(events.integrals, weights: events.weights)
    profiles = bins.map { DensityProfile(events, narrow: narrow, wide: wide, in: $0) }
    resolution = try ResolutionClosure(events, bins: options.profileBins)
    response = ResponseShape(events, bins: options.bins)
  }
}

/// Closure of the predicted densities in bins of a quantity. All arrays have one entry per bin, `edges` one
/// more.
public struct DensityProfile: Sendable, Codable {
  public var quantity: String
  public var unit: String?
  public var edges: [Double]
  /// The mean of the quantity in each bin.
  public var centers: [Double?]
  public var pullMean: [Measured]
  public var pullWidth: [Measured]
  public var coverage68: [Measured]
  public var coverage95: [Measured]

  init(_ events: DensityEvents, narrow: Deviations, wide: Deviations, in bins: ProfileBins) {
    quantity = bins.quantity.name
    unit = bins.quantity.unit
    edges = bins.edges
    centers = bins.means.map { $0.isFinite ? $0 : nil }
    let pulls = bins.rows.map { events.pulls.selecting($0) }
    pullMean = pulls.map { $0?.bias.measured ?? .undefined }
    pullWidth = pulls.map { $0?.rms.measured ?? .undefined }
    coverage68 = bins.rows.map { narrow.selecting($0)?.bias.measured ?? .undefined }
    coverage95 = bins.rows.map { wide.selecting($0)?.bias.measured ?? .undefined }
  }
}

/// The distribution of P(Y ≤ y) with a test whether it is flat.
public struct FlatnessTest: Sendable, Codable {
  /// Over 0 … 1.
  public var histogram: Histogram
  /// Σ (n_b − ⟨n⟩)²/V_b, V_b = ⟨n⟩ Σw²/Σw the expected variance.
  public var chiSquare: Double
  public var degrees: Int
  /// P(χ² this large or larger); nil where weights leave no variance.
  public var pValue: Double?

  static let bins = 20

  /// - Complexity: O(n).
  init(_ integrals: [Double], weights: [Double]) {
    var histogram = Histogram(bins: Self.bins, from: 0, to: 1)
    for (integral, weight) in zip(integrals, weights) { histogram.fill(integral, weight: weight) }
    let sum = histogram.sum, squares = histogram.squares.reduce(0, +)
    let mean = sum / Double(Self.bins), variance = squares / Double(Self.bins)
    let distance = histogram.contents.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.histogram = histogram
    degrees = Self.bins - 1
    chiSquare = variance > 0 ? distance / variance : 0
    pValue = variance > 0
      ? SpecialFunctions.chiSquareSurvival(chiSquare, degrees: Double(degrees)) : nil
  }
}

/// Predicted against measured resolution, in bins of the predicted one.
public struct ResolutionClosure: Sendable, Codable {
  /// The mean of the predicted σ in each bin.
  public var predicted: [Measured]
  /// Half of the interval between the 15.85 % and 84.15 % quantiles of (y − corrected value)/σ, times the
  /// mean σ: the resolution that events of the bin have.
  public var measured: [Measured]

  /// - Throws: `badData` as `Deviations`.
  init(_ events: DensityEvents, bins: Int) throws {
    let quantity = ProfileQuantity("sigma", role: .target, values: events.sigmas)
    guard let bins = ProfileBins(quantity, weights: events.weights, bins: bins) else {
      (predicted, measured) = ([], [])
      return
    }
    let sigmas = try Deviations(
      prediction: events.sigmas.map { Float($0) },
      target: [Float](repeating: 0, count: events.sigmas.count), weights: events.weights)
    let parts = bins.rows.map { rows in
      (sigmas.selecting(rows)?.bias.measured ?? .undefined, Self.spread(events, rows))
    }
    predicted = parts.map(\.0)
    measured = parts.map { mean, spread in
      Measured(mean.value * spread.value, mean.value * spread.error)
    }
  }

  /// Half of the central interval of the reduced residuals, with the error of its ends:
  /// √(p(1 − p)/n_eff) over the density there, by a difference quotient.
  private static func spread(_ events: DensityEvents, _ rows: [Int]) -> Measured {
    let residuals = rows.map { row in
      Float((Double(events.target[row]) - Double(events.prediction[row])) / events.sigmas[row])
    }
    let weights = rows.map { events.weights[$0] }
    guard let distribution = WeightedDistribution(residuals, weights: weights) else { return .undefined }
    let low = (1 - Deviations.effectiveContent) / 2, step = 0.03
    let effective = weights.reduce(into: WeightSum()) { $0.add($1) }.effective
    let half = (distribution.quantile(1 - low) - distribution.quantile(low)) / 2
    let wide = distribution.quantile(1 - low + step) - distribution.quantile(low - step)
    let narrow = distribution.quantile(1 - low - step) - distribution.quantile(low + step)
    // Both ends move by the same slope; their errors are correlated by p/(1 − p).
    let slope = (wide - narrow) / (4 * step)
    let variance = low * (1 - 2 * low) / (2 * effective)
    return Measured(half, slope * variance.squareRoot())
  }
}

/// The distribution of the response, true value over corrected value, and what the densities predict.
public struct ResponseShape: Sendable, Codable {
  /// Whether it is the difference instead: where true or corrected values are not all positive.
  public var isDifference: Bool
  public var histogram: Histogram
  /// The predicted share of each bin, averaged over events.
  public var predicted: [Double]

  /// Events that the prediction is averaged over, at most.
  private static let limit = 10_000

  /// - Complexity: O(n + bins × events averaged over).
  init(_ events: DensityEvents, bins: Int) {
    let isDifference = events.prediction.indices.contains {
      events.weights[$0] != 0 && !(min(events.prediction[$0], events.target[$0]) > 0)
    }
    let values = zip(events.target, events.prediction).map {
      isDifference ? Double($0) - Double($1) : Double($0) / Double($1)
    }
    let histogram = Binning(column: values.map { Float($0) }, bins: bins)
      .histogram(values, weights: events.weights)
    let step = max(1, values.count / Self.limit)
    var sums = [Double](repeating: 0, count: histogram.count), total = 0.0
    for event in stride(from: 0, to: values.count, by: step) where events.weights[event] != 0 {
      let middle = Double(events.prediction[event])
      let shares = histogram.edges.map { edge in
        events.densities.cdf(isDifference ? middle + edge : middle * edge, event: event)
      }
      for bin in sums.indices { sums[bin] += events.weights[event] * (shares[bin + 1] - shares[bin]) }
      total += events.weights[event]
    }
    self.isDifference = isDifference
    self.histogram = histogram
    predicted = sums.map { total > 0 ? $0 / total : 0 }
  }
}

/// The difference of two methods' −ln p on the same test events.
public struct DensityComparison: Sendable, Hashable, Codable {
  /// Names of the methods.
  public var first: String
  public var second: String
  public var target: String
  /// ⟨−ln p⟩ of the first minus that of the second; below 0 where the first describes the events better.
  public var difference: Measured
  /// Two-sided, of none; nil where the error is undefined or 0.
  public var pValue: Double?

  /// Each pair of methods once.
  public static func all(
    _ methods: [(name: String, events: DensityEvents)], target: String
  ) -> [DensityComparison] {
    methods.indices.flatMap { i in
      methods[(i + 1)...].map { DensityComparison(methods[i], $0, target: target) }
    }
  }

  init(
    _ first: (name: String, events: DensityEvents), _ second: (name: String, events: DensityEvents),
    target: String
  ) {
    self.first = first.name
    self.second = second.name
    self.target = target
    difference = (first.events.losses.bias - second.events.losses.bias).measured
    let sigma = abs(difference.value) / difference.error
    pValue = sigma.isFinite ? 2 * SpecialFunctions.normalCDF(-sigma) : nil
  }
}
