import Foundation
import WinnowMath

/// A particle with a relativistic Breit–Wigner mass distribution:
/// p(s) ∝ 1 / ((s − M²)² + M²Γ²) in s = m², cut off a number of widths from the pole.
package struct Resonance: Sendable {
  /// Pole mass M in GeV.
  package let mass: Double
  /// Total width Γ in GeV.
  package let width: Double

  /// How many widths from the pole the mass may lie.
  private static let reach = 15.0

  var lowest: Double { max(mass - Self.reach * width, 0.1 * mass) }
  var highest: Double { mass + Self.reach * width }

  /// A random mass: s = M² + MΓ tan θ with θ uniform.
  func randomMass(_ random: inout CounterRandom) -> Double {
    let scale = mass * width
    let low = atan((lowest * lowest - mass * mass) / scale)
    let high = atan((highest * highest - mass * mass) / scale)
    let theta = low + (high - low) * random.uniform()
    return (mass * mass + scale * tan(theta)).squareRoot()
  }

  // Pole masses of the Higgs bosons as in Baldi, Sadowski and Whiteson, arXiv:1402.4735; W and top
  // after the Review of Particle Physics; the widths of the heavy bosons are this toy's choice.
  package static let heavyHiggs = Resonance(mass: 425, width: 8)
  package static let chargedHiggs = Resonance(mass: 325, width: 5)
  package static let lightHiggs = Resonance(mass: 125, width: 0.0041)
  package static let wBoson = Resonance(mass: 80.38, width: 2.09)
  package static let top = Resonance(mass: 172.5, width: 1.42)
}
