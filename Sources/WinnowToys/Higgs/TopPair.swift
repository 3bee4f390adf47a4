import Foundation
import WinnowMath

/// Background: gg → t t̄, t → W b.
package struct TopPair: CollisionProcess {
  package init() {}

  package func collide(
    production: inout CounterRandom, decay random: inout CounterRandom
  ) -> Collision {
    let tops = (Resonance.top.randomMass(&random), Resonance.top.randomMass(&random))
    let mass = Self.randomMass(above: tops.0 + tops.1, &production)
    let system = PartonCollision.system(mass: mass, &production)
    let pair = TwoBodyDecay.decay(system, masses: tops.0, tops.1, &random)
    let (firstW, firstB) = Self.decay(pair.0, &random)
    let (secondW, secondB) = Self.decay(pair.1, &random)
    return finalState(
      system: system, bosons: (firstW, secondW), bottoms: (firstB, secondB), &random)
  }

  private static func decay(
    _ top: FourVector, _ random: inout CounterRandom
  ) -> (FourVector, FourVector) {
    let mass = Resonance.wBoson.randomMass(&random)
    return TwoBodyDecay.decay(top, masses: mass, bottomMass, &random)
  }

  /// Mass of the pair with density ∝ luminosity · β/m²: a power law is drawn, the rest by rejection.
  private static func randomMass(
    above threshold: Double, _ random: inout CounterRandom
  ) -> Double {
    func density(_ mass: Double) -> Double { PartonCollision.luminosity(at: mass) / (mass * mass) }
    let power = 4.0
    let largest = density(threshold) * pow(threshold, power)
    while true {
      let mass = threshold * pow(random.positiveUniform(), -1 / (power - 1))
      guard mass < PartonCollision.energy else { continue }
      let velocity = (1 - (threshold / mass) * (threshold / mass)).squareRoot()
      let share = velocity * density(mass) * pow(mass, power) / largest
      if random.uniform() < share { return mass }
    }
  }
}
