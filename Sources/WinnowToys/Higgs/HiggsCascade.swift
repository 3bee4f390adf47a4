import WinnowMath

/// Signal: gg → H⁰ → W∓ H±, H± → W± h⁰, h⁰ → b b̄.
package struct HiggsCascade: CollisionProcess {
  package init() {}

  package func collide(
    production: inout CounterRandom, decay random: inout CounterRandom
  ) -> Collision {
    let mass = Self.randomMass(&production)
    let system = PartonCollision.system(mass: mass, &production)
    let outer = TwoBodyDecay.randomMasses(of: mass, .wBoson, .chargedHiggs, &random)
    let (firstW, charged) = TwoBodyDecay.decay(system, masses: outer.0, outer.1, &random)
    let inner = TwoBodyDecay.randomMasses(of: outer.1, .wBoson, .lightHiggs, &random)
    let (secondW, light) = TwoBodyDecay.decay(charged, masses: inner.0, inner.1, &random)
    let bottoms = TwoBodyDecay.decay(light, masses: bottomMass, bottomMass, &random)
    return finalState(system: system, bosons: (firstW, secondW), bottoms: bottoms, &random)
  }

  /// Breit–Wigner times luminosity times the phase space of the decay at the pole masses.
  private static func randomMass(_ random: inout CounterRandom) -> Double {
    let pole = Resonance.heavyHiggs
    let largest = PartonCollision.luminosity(at: threshold) * phaseSpace(pole.highest)
    while true {
      let mass = pole.randomMass(&random)
      guard mass > threshold else { continue }
      let density = PartonCollision.luminosity(at: mass) * phaseSpace(mass)
      if random.uniform() * largest < density { return mass }
    }
  }

  private static var threshold: Double { Resonance.wBoson.mass + Resonance.chargedHiggs.mass }

  private static func phaseSpace(_ mass: Double) -> Double {
    TwoBodyDecay.momentum(mass, Resonance.wBoson.mass, Resonance.chargedHiggs.mass)
  }
}
