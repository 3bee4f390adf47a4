import Foundation
import WinnowMath

/// What a detector makes of a collision: smeared momenta, b-tags, acceptance.
///
/// Jets: σ(p_T)/p_T = √(s²/p_T + c²) with s = 1 √GeV and c = 0.08, σ(η) = σ(φ) = 0.03. Leptons: 2 %,
/// 0.001. The missing momentum is minus the sum of lepton and jets, inside the acceptance or not, and
/// of soft particles with 8 GeV in x and y.
package struct Detector: Sendable {
  package init() {}

  static let threshold = 20.0
  static let largestEta = 2.5
  static let isolation = 0.4
  static let jetsWanted = 4
  static let tagsWanted = 2

  private static let stochastic = 1.0
  private static let constant = 0.08
  private static let jetAngle = 0.03
  private static let softMomentum = 8.0

  /// The event as seen; nil where it fails the acceptance: a lepton and at least four jets with
  /// p_T > 20 GeV and |η| < 2.5; of the lepton and the four leading jets all ΔR > 0.4 apart, and at
  /// least two of these jets tagged.
  package func observe(
    _ collision: Collision, _ random: inout CounterRandom
  ) -> ObservedEvent? {
    let lepton = smear(collision.lepton, relative: 0.02, angle: 0.001, &random)
    guard Self.isAccepted(lepton) else { return nil }
    let all = (collision.quarks + [collision.radiation]).map { jet(from: $0, &random) }
    let accepted = all.filter { Self.isAccepted($0.momentum) }
    guard accepted.count >= Self.jetsWanted else { return nil }
    let jets = Array(
      accepted.sorted { $0.momentum.pT > $1.momentum.pT }.prefix(Self.jetsWanted))
    guard jets.count(where: { $0.tag > 0 }) >= Self.tagsWanted,
      Self.areIsolated([lepton] + jets.map(\.momentum))
    else { return nil }
    let missing = balance([lepton] + all.map(\.momentum), &random)
    return ObservedEvent(lepton: lepton, missing: missing, jets: jets)
  }

  private func jet(
    from parton: Collision.Parton, _ random: inout CounterRandom
  ) -> ObservedEvent.Jet {
    let squared = Self.stochastic * Self.stochastic / parton.momentum.pT
      + Self.constant * Self.constant
    let momentum = smear(
      parton.momentum, relative: squared.squareRoot(), angle: Self.jetAngle, &random)
    return .init(momentum: momentum, tag: tag(parton.flavour, &random))
  }

  /// A massless particle with smeared transverse momentum and direction.
  private func smear(
    _ particle: FourVector, relative: Double, angle: Double, _ random: inout CounterRandom
  ) -> FourVector {
    let pT = particle.pT * max(0, 1 + relative * random.normal())
    let eta = particle.eta + angle * random.normal()
    let phi = particle.phi + angle * random.normal()
    return FourVector(pT: pT, eta: eta, phi: phi)
  }

  /// 2 for a tight tag, 1 for a loose one, 0 for none. Efficiencies (tight, tight or loose): bottom 60 %
  /// and 80 %, charm 10 % and 25 %, light 1 % and 10 %.
  private func tag(_ flavour: Collision.Flavour, _ random: inout CounterRandom) -> Int {
    let (tight, loose) =
      switch flavour {
      case .bottom: (0.60, 0.80)
      case .charm: (0.10, 0.25)
      case .light: (0.01, 0.10)
      }
    let u = random.uniform()
    return u < tight ? 2 : u < loose ? 1 : 0
  }

  private static func isAccepted(_ particle: FourVector) -> Bool {
    particle.pT > threshold && abs(particle.eta) < largestEta
  }

  private static func areIsolated(_ particles: [FourVector]) -> Bool {
    for (index, particle) in particles.enumerated() {
      for other in particles[..<index] where particle.distance(to: other) < isolation {
        return false
      }
    }
    return true
  }

  /// Missing transverse momentum: minus all that was seen.
  private func balance(
    _ seen: [FourVector], _ random: inout CounterRandom
  ) -> MissingMomentum {
    var x = Self.softMomentum * random.normal()
    var y = Self.softMomentum * random.normal()
    for particle in seen {
      x += particle.x
      y += particle.y
    }
    return MissingMomentum(x: -x, y: -y)
  }
}
