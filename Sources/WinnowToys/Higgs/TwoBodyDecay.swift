import Foundation
import WinnowMath

/// The decay of one particle into two, isotropic in its rest frame.
package enum TwoBodyDecay {
  /// Momentum of the daughters in the rest frame, by the triangle function:
  /// p* = √((M² − (m₁ + m₂)²)(M² − (m₁ − m₂)²)) / 2M; 0 below the threshold.
  package static func momentum(_ mass: Double, _ first: Double, _ second: Double) -> Double {
    let sum = first + second, difference = first - second
    guard mass > sum else { return 0 }
    let squared = (mass * mass - sum * sum) * (mass * mass - difference * difference)
    return squared.squareRoot() / (2 * mass)
  }

  /// The daughters' momenta in the parent's frame of reference.
  /// - Precondition: the masses of the daughters add up to at most the parent's.
  package static func decay(
    _ parent: FourVector, masses first: Double, _ second: Double, _ random: inout CounterRandom
  ) -> (FourVector, FourVector) {
    let p = momentum(parent.mass, first, second)
    let cosine = 2 * random.uniform() - 1
    let sine = max(0, 1 - cosine * cosine).squareRoot()
    let phi = 2 * .pi * random.uniform()
    let (x, y, z) = (p * sine * cos(phi), p * sine * sin(phi), p * cosine)
    let one = FourVector(x: x, y: y, z: z, energy: (p * p + first * first).squareRoot())
    let other = FourVector(x: -x, y: -y, z: -z, energy: (p * p + second * second).squareRoot())
    return (one.boosted(fromRestOf: parent), other.boosted(fromRestOf: parent))
  }

  /// Masses of two unstable daughters: Breit–Wigner distributed, times the phase space p*.
  static func randomMasses(
    of mass: Double, _ first: Resonance, _ second: Resonance, _ random: inout CounterRandom
  ) -> (Double, Double) {
    let largest = momentum(mass, first.lowest, second.lowest)
    while true {
      let one = first.randomMass(&random), other = second.randomMass(&random)
      if random.uniform() * largest < momentum(mass, one, other) { return (one, other) }
    }
  }
}
