import WinnowMath

/// A physics process that ends in a lepton, a neutrino and four quarks.
package protocol CollisionProcess: Sendable {
  /// One collision. Production and decay draw from their own random numbers.
  func collide(
    production: inout CounterRandom, decay random: inout CounterRandom
  ) -> Collision
}

let bottomMass = 4.8

/// Two W bosons and two bottom quarks become what the detector sees: one W, either with the same
/// chance, gives lepton and neutrino, the other two quarks, with charm in one case of two.
func finalState(
  system: FourVector, bosons: (FourVector, FourVector), bottoms: (FourVector, FourVector),
  _ random: inout CounterRandom
) -> Collision {
  let swapped = random.uniform() < 0.5
  let leptonicW = swapped ? bosons.1 : bosons.0
  let hadronicW = swapped ? bosons.0 : bosons.1
  let (lepton, neutrino) = TwoBodyDecay.decay(leptonicW, masses: 0, 0, &random)
  let (up, down) = TwoBodyDecay.decay(hadronicW, masses: 0, 0, &random)
  let flavour: Collision.Flavour = random.uniform() < 0.5 ? .charm : .light
  return Collision(
    system: system, hadronicW: hadronicW, leptonicW: leptonicW, lepton: lepton,
    neutrino: neutrino,
    quarks: [
      .init(momentum: up, flavour: flavour), .init(momentum: down, flavour: .light),
      .init(momentum: bottoms.0, flavour: .bottom), .init(momentum: bottoms.1, flavour: .bottom),
    ],
    radiation: .init(
      momentum: PartonCollision.radiation(balancing: system, &random), flavour: .light))
}
