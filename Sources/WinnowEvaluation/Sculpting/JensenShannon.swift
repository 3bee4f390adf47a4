import Foundation

/// The Jensen–Shannon divergence of two binned distributions, in bits.
///
/// J = ½ Σ [p log₂(p/m) + f log₂(f/m)], m = (p + f)/2, of contents normalised to 1; bins whose weights add
/// up to less than zero count as empty. ∂J/∂p = ½ log₂(p/m).
struct JensenShannon {
  let divergence: Measured
  /// The mean for samples of one parent: Σ (var p + var f)/(8 m ln 2).
  let expected: Double

  /// - Returns: nil where a side has no positive content.
  init?(_ first: [WeightSum], _ second: [WeightSum]) {
    precondition(first.count == second.count, "common bins")
    guard let p = NormalizedBins(first), let f = NormalizedBins(second) else { return nil }
    let middle = zip(p.contents, f.contents).map { ($0 + $1) / 2 }
    func slopes(_ contents: [Double]) -> [Double] {
      zip(contents, middle).map { $0 > 0 ? log2($0 / $1) / 2 : 0 }
    }
    let a = slopes(p.contents), b = slopes(f.contents)
    let value = middle.indices.reduce(0) { $0 + p.contents[$1] * a[$1] + f.contents[$1] * b[$1] }
    expected = middle.indices.filter { middle[$0] > 0 }.reduce(0) {
      $0 + (p.variances[$1] + f.variances[$1]) / (8 * middle[$1] * log(2))
    }
    let variance = p.variance(of: a) + f.variance(of: b)
    divergence = Measured(max(0, value), variance.squareRoot())
  }
}
