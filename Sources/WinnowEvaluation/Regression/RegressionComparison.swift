import WinnowMath

/// How much two methods differ on one target, on the same test events.
public struct RegressionComparison: Sendable, Hashable, Codable {
  /// Names of the methods.
  public var first: String
  public var second: String
  public var target: String
  /// Figure of the first minus figure of the second; errors know that the events are the same.
  public var bias: Measured
  public var rms: Measured
  public var sigmaEff: Measured
  /// |difference| of the RMS in standard deviations; nil where the error is undefined or 0.
  public var significance: Double?
  /// Two-sided, of equal RMS; nil likewise.
  public var pValue: Double?

  /// Each pair of methods once, in the order given.
  /// - Precondition: all methods predicted the same events in the same order.
  /// - Complexity: O(methods² × events).
  public static func all(
    _ methods: [(name: String, influences: DeviationInfluences)], target: String
  ) -> [RegressionComparison] {
    methods.indices.flatMap { i in
      methods[(i + 1)...].map {
        RegressionComparison(methods[i], $0, target: target)
      }
    }
  }

  init(
    _ first: (name: String, influences: DeviationInfluences),
    _ second: (name: String, influences: DeviationInfluences), target: String
  ) {
    let (a, b) = (first.influences, second.influences)
    self.first = first.name
    self.second = second.name
    self.target = target
    bias = (a.bias - b.bias).measured
    rms = (a.rms - b.rms).measured
    sigmaEff = (a.sigmaEff - b.sigmaEff).measured
    let sigma = abs(rms.value) / rms.error
    significance = sigma.isFinite ? sigma : nil
    pValue = sigma.isFinite ? 2 * SpecialFunctions.normalCDF(-sigma) : nil
  }
}

/// What paired comparisons are made of.
public struct DeviationInfluences: Sendable {
  let bias: InfluencedFigure
  let rms: InfluencedFigure
  let sigmaEff: InfluencedFigure

  public init(_ deviations: Deviations) {
    bias = deviations.bias
    rms = deviations.rms
    sigmaEff = deviations.effectiveWidth
  }
}
