import Foundation
import WinnowDensities
import WinnowMath

/// A density fitted to a column, as it is printed, drawn and stored.
public struct DensityFitFigures: Sendable, Codable {
  public struct Parameter: Sendable, Codable {
    public var name: String
    public var symbol: String
    /// Without an error where it ended at a bound.
    public var value: Measured
  }

  public var column: String
  public var density: String
  public var events: Int
  public var sumOfWeights: Double
  public var parameters: [Parameter]
  /// Rows and columns in the order of the parameters; nil where undefined.
  public var correlations: [[Double?]]
  public var negativeLogLikelihood: Double
  public var isConverged: Bool
  public var iterations: Int
  public var histogram: Histogram
  /// Of each bin.
  public var expected: [Double]
  /// x, density, at many places.
  public var curve: [[Double]]
  /// Σ pull² over bins with at least five expected events, and their number less that of the parameters.
  public var chiSquare: Double
  public var degrees: Int

  /// (content − expected)/√(Σw²) of each bin; nil where nothing was filled.
  public var pulls: [Double?] {
    histogram.contents.indices.map { bin in
      let error = histogram.squares[bin].squareRoot()
      return error > 0 ? (histogram.contents[bin] - expected[bin]) / error : nil
    }
  }

  /// - Complexity: O(n).
  public init(_ fit: DensityFit, of values: [Float], weights: [Double], column: String, bins: Int) {
    self.column = column
    density = fit.family.name
    events = weights.count { $0 != 0 }
    sumOfWeights = weights.reduce(0, +)
    parameters = zip(fit.family.parameters, zip(fit.values, fit.errors)).map {
      Parameter(name: $0.name, symbol: $0.symbol, value: Measured($1.0, $1.1))
    }
    let correlation = fit.covariance.correlation
    correlations = fit.values.indices.map { i in
      fit.values.indices.map { correlation[i, $0].isFinite ? correlation[i, $0] : nil }
    }
    negativeLogLikelihood = fit.negativeLogLikelihood
    isConverged = fit.isConverged
    iterations = fit.iterations
    let histogram = Binning(column: values, bins: bins)
      .histogram(values.map(Double.init), weights: weights)
    self.histogram = histogram
    let total = sumOfWeights
    let shares = histogram.edges.map { fit.family.cdf($0, at: fit.theta) }
    expected = (0..<histogram.count).map { total * (shares[$0 + 1] - shares[$0]) }
    let low = histogram.edges[0], width = histogram.edges[histogram.count] - low
    curve = (0...400).map { step in
      let x = low + width * Double(step) / 400
      return [x, exp(fit.family.logDensity(x, at: fit.theta))]
    }
    chiSquare = 0
    degrees = 0
    let used = pulls.indices.filter { expected[$0] >= 5 }
    chiSquare = used.reduce(0) { $0 + (pulls[$1] ?? 0) * (pulls[$1] ?? 0) }
    degrees = used.count - parameters.count
  }
}
