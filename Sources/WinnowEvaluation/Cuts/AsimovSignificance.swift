import Foundation

/// The median significance Z_A of a discovery in a counting experiment.
///
/// Z_A = √(2 ((s + b) ln(1 + s/b) − s))
///
/// (Cowan, Cranmer, Gross and Vitells, Eur. Phys. J. C 71 (2011) 1554, eq. 97); with an uncertainty σ of b
/// measured in an auxiliary experiment
///
/// Z_A² = 2 [(s + b) ln((s + b)(b + σ²)/(b² + (s + b)σ²)) − b²/σ² ln(1 + σ²s/(b(b + σ²)))]
///
/// (Cowan, “Discovery sensitivity for a counting experiment with background uncertainty”, 2012, eq. 20).
/// For s ≪ b it is s/√(b + σ²). It knows the number of events alone: a fit to the response sees more.
public struct AsimovSignificance: FigureOfMerit {
  /// σ/b.
  public let uncertainty: Double

  public var name: String { uncertainty == 0 ? "Z_A" : "Z_A(σ_b)" }

  public init(uncertainty: Double = 0) { self.uncertainty = uncertainty }

  public func value(of yield: ExpectedYield) -> Double {
    Self.significance(
      signal: yield.signal, background: yield.background, sigma: uncertainty * yield.background)
  }

  /// - Returns: NaN without background; 0 for s ≤ 0.
  public static func significance(signal s: Double, background b: Double, sigma: Double) -> Double {
    guard b > 0 else { return .nan }
    guard s > 0 else { return 0 }
    let variance = sigma * sigma
    // Below this the terms in σ cancel each other and more digits than there are.
    if variance < 1e-9 * b {
      return (2 * max(0, (s + b) * log1p(s / b) - s)).squareRoot()
    }
    let first = (s + b) * log((s + b) * (b + variance) / (b * b + (s + b) * variance))
    let second = b * b / variance * log1p(variance * s / (b * (b + variance)))
    return (2 * max(0, first - second)).squareRoot()
  }
}

/// The AMS of the HiggsML challenge: Z_A with ten background events more, which keeps it from choosing
/// cuts with next to no background (Adam-Bourdarios et al., PMLR 42 (2015) 19).
public struct ApproximateMedianSignificance: FigureOfMerit {
  public let added: Double

  public var name: String { "AMS" }

  public init(added: Double = 10) { self.added = added }

  public func value(of yield: ExpectedYield) -> Double {
    AsimovSignificance.significance(
      signal: yield.signal, background: max(0, yield.background) + added, sigma: 0)
  }
}
