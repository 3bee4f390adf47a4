import Foundation
import WinnowMath

/// Two gluons that make a system of some mass: parton luminosity and initial-state radiation.
///
/// Gluons carry a share x of the proton's momentum with density x^{−1−a} (1 − x)^b. A system of mass m
/// and rapidity y needs x = √τ e^{±y} with τ = m²/s, so that
/// dL/dτ dy ∝ τ^{−1−a} [(1 − √τ e^y)(1 − √τ e^{−y})]^b. Radiation gives the system a transverse
/// momentum with density ∝ p_T (1 + p_T²/p₀²)^{−n}.
struct PartonCollision {
  /// Energy √s of the protons' collision in GeV.
  static let energy = 8000.0
  private static let slope = 0.8
  private static let endpoint = 5.0
  private static let radiationScale = 30.0
  private static let radiationPower = 2.2
  private static let radiationSpread = 1.5

  /// dL/dm at a mass, up to a constant: m τ^{−1−a} (1 − √τ)^{2b}; the rapidity's integral is taken to
  /// be that of its maximum.
  static func luminosity(at mass: Double) -> Double {
    let root = mass / energy
    guard root < 1 else { return 0 }
    return mass * pow(root, -2 - 2 * slope) * pow(1 - root, 2 * endpoint)
  }

  /// A system of a given mass with random rapidity and transverse momentum.
  static func system(mass: Double, _ random: inout CounterRandom) -> FourVector {
    let pT = radiationScale
      * (pow(random.positiveUniform(), -1 / (radiationPower - 1)) - 1).squareRoot()
    let phi = 2 * .pi * random.uniform()
    let y = rapidity(mass: mass, &random)
    let transverseMass = (mass * mass + pT * pT).squareRoot()
    return FourVector(
      x: pT * cos(phi), y: pT * sin(phi), z: transverseMass * sinh(y),
      energy: transverseMass * cosh(y))
  }

  /// The jet that balances the transverse momentum of a system, at a random pseudorapidity.
  static func radiation(balancing system: FourVector, _ random: inout CounterRandom) -> FourVector {
    FourVector(
      pT: system.pT, eta: radiationSpread * random.normal(), phi: atan2(-system.y, -system.x))
  }

  /// By rejection from a flat distribution between the kinematic limits.
  private static func rapidity(mass: Double, _ random: inout CounterRandom) -> Double {
    let root = mass / energy
    let limit = -log(root)
    let largest = pow(1 - root, 2 * endpoint)
    while true {
      let y = limit * (2 * random.uniform() - 1)
      let density = pow((1 - root * exp(y)) * (1 - root * exp(-y)), endpoint)
      if random.uniform() * largest < density { return y }
    }
  }
}
