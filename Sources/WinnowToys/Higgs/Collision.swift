/// The particles of one collision before the detector, with the decays that led to them.
package struct Collision: Sendable {
  package enum Flavour: Sendable { case light, charm, bottom }

  package struct Parton: Sendable {
    package let momentum: FourVector
    package let flavour: Flavour
  }

  /// What the two gluons made.
  package let system: FourVector
  /// The parents of the two jets, and of lepton and neutrino.
  package let hadronicW: FourVector
  package let leptonicW: FourVector
  package let lepton: FourVector
  package let neutrino: FourVector
  /// Two from the W, then two bottom quarks.
  package let quarks: [Parton]
  /// What the gluons radiated before they met; balances the system's transverse momentum.
  package let radiation: Parton
}
