import Foundation

/// The density of y = E_true/E_raw given what was measured: a double-sided Crystal Ball whose
/// parameters are these functions of the columns.
///
/// Scale: μ = (1 − pile-up/E_raw)/visible, visible being the product of what lateral leakage, module
/// ends, leakage behind the crystals, and conversions leave. Resolution: with E = μ E_raw,
/// (σ/μ)² = a²/E + b²(1 + ρ/20 GeV)/E² + c², where c grows with material crossed by converted photons
/// and with the loss at module ends. Tails: energy is lost more often than gained, so that the long one
/// is on the right (y above μ) and starts nearer to the core for converted photons and at module ends.
struct EnergyResponse: Sendable {
  /// a in √GeV, b in GeV, c.
  let stochastic: Double
  let noise: Double
  let constant: Double

  func density(given seen: MeasuredPhoton) -> CrystalBall {
    let scale = Self.scale(seen)
    let clean = Self.cleanness(seen)
    let edge = exp(-Double(min(seen.edgeEta, seen.edgePhi)) / Self.edgeReach)
    return CrystalBall(
      mean: scale, width: scale * relativeWidth(seen, energy: scale * Double(seen.rawEnergy)),
      left: .init(alpha: 1.6 + 0.5 * clean, power: 8 + 4 * clean),
      right: .init(alpha: 1 + 0.9 * clean * (1 - 0.6 * edge), power: 5.5 + 4.5 * clean))
  }

  /// E_raw of a photon whose response is exactly μ, up to the slow change of the rear leakage.
  static func rawEnergy(of energy: Double, _ seen: MeasuredPhoton) -> Double {
    energy * visible(seen, energy: energy) + pileUp(seen)
  }

  /// μ.
  private static func scale(_ seen: MeasuredPhoton) -> Double {
    let raw = Double(seen.rawEnergy)
    return (1 - pileUp(seen) / raw) / visible(seen, energy: raw)
  }

  /// σ/μ.
  private func relativeWidth(_ seen: MeasuredPhoton, energy: Double) -> Double {
    let material = Conversion.radiationLengths(eta: Double(seen.eta))
    let converted = 0.012 * (1 - Self.cleanness(seen)) * (0.5 + material / 2)
    let edge = 0.3 * Self.edgeLoss(seen)
    let electronic = noise / energy
    let variance = stochastic * stochastic / energy
      + electronic * electronic * (1 + Double(seen.rho) / 20)
      + constant * constant + converted * converted + edge * edge
    return variance.squareRoot()
  }

  /// From 0 for converted photons to 1 for unconverted ones: a smooth step of R9 at 0.90.
  private static func cleanness(_ seen: MeasuredPhoton) -> Double {
    1 / (1 + exp(-(Double(seen.r9) - 0.90) / 0.015))
  }

  private static let edgeReach = 0.7

  /// Energy lost in the gaps between modules.
  private static func edgeLoss(_ seen: MeasuredPhoton) -> Double {
    0.045 * exp(-Double(seen.edgeEta) / edgeReach) + 0.025 * exp(-Double(seen.edgePhi) / edgeReach)
  }

  /// E_raw/E without pile-up.
  private static func visible(_ seen: MeasuredPhoton, energy: Double) -> Double {
    let (x, y) = (Double(seen.localEta), Double(seen.localPhi))
    let lateral = 0.02 * (x * x + y * y)
    let rear = 0.005 * pow(energy / 100, 0.3) + 0.5 * Double(seen.hadronicRatio)
    let material = Conversion.radiationLengths(eta: Double(seen.eta))
    let converted = 0.12 * max(0, 0.95 - Double(seen.r9)) * (0.6 + 0.4 * material)
    return (1 - lateral) * (1 - edgeLoss(seen)) * (1 - rear) * (1 - converted)
  }

  /// Energy of other collisions in the supercluster, GeV; its area grows with the width in φ.
  private static func pileUp(_ seen: MeasuredPhoton) -> Double {
    0.012 * Double(seen.rho) * (1 + 50 * Double(seen.phiWidth))
  }
}
