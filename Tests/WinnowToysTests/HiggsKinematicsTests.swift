import Foundation
import Testing
import WinnowMath
import WinnowTestSupport
import WinnowToys

/// Relativity: four-vectors, decays, and what the processes conserve.
@Suite struct HiggsKinematicsTests {
  @Test func boostKeepsMassesAndAddsUp() {
    let parent = FourVector(x: 30, y: -40, z: 120, energy: 200)
    let rest = FourVector(x: 0, y: 0, z: 0, energy: parent.mass)
    let moved = rest.boosted(fromRestOf: parent)
    #expect(isClose([moved.x, moved.y, moved.z, moved.energy], [30, -40, 120, 200]))
    let light = FourVector(pT: 20, eta: 1, phi: 2).boosted(fromRestOf: parent)
    #expect(light.mass < 1e-5)
  }

  // m = 10: γ = 1.25, v = 0.6 along z; a particle of energy 5 at right angles in the rest frame.
  @Test func boostByHand() {
    let parent = FourVector(x: 0, y: 0, z: 7.5, energy: 12.5)
    let moved = FourVector(x: 5, y: 0, z: 0, energy: 5).boosted(fromRestOf: parent)
    #expect(isClose([moved.x, moved.y, moved.z, moved.energy], [5, 0, 3.75, 6.25]))
  }

  @Test func coordinatesAreThoseOfACollider() {
    let vector = FourVector(pT: 50, eta: -1.3, phi: 2.5, mass: 4)
    #expect(isClose([vector.pT, vector.eta, vector.phi, vector.mass], [50, -1.3, 2.5, 4], relative: 1e-9))
    let other = FourVector(pT: 10, eta: -1.3, phi: -2.5)
    #expect(isClose(vector.distance(to: other), 2 * .pi - 5, relative: 1e-9))
  }

  // p* of t → W b: √((172.5² − 85.18²)(172.5² − 75.58²)) / (2 · 172.5)
  @Test func decayMomentumByHand() {
    #expect(isClose(TwoBodyDecay.momentum(172.5, 80.38, 4.8), 67.41, absolute: 0.01))
    #expect(TwoBodyDecay.momentum(100, 80, 30) == 0)
    #expect(TwoBodyDecay.momentum(10, 0, 0) == 5)
  }

  @Test func decaysAreIsotropicAndConserve() {
    let parent = FourVector(x: 0, y: 0, z: 0, energy: 100)
    var random = CounterRandom(seed: 4)
    let momentum = TwoBodyDecay.momentum(100, 20, 5)
    var sums = (x: 0.0, z: 0.0, squared: 0.0)
    var worst = 0.0
    for _ in 0..<20_000 {
      let (one, other) = TwoBodyDecay.decay(parent, masses: 20, 5, &random)
      let total = one + other
      worst = [
        worst, abs(total.x), abs(total.z), abs(total.energy - 100), abs(one.mass - 20),
        abs(other.mass - 5),
      ].max() ?? .nan
      sums.x += one.x / momentum
      sums.z += one.z / momentum
      sums.squared += one.z * one.z / (momentum * momentum)
    }
    #expect(worst < 1e-9)
    #expect(abs(sums.z / 20_000) < 0.02 && abs(sums.x / 20_000) < 0.02)
    #expect(isClose(sums.squared / 20_000, 1.0 / 3, absolute: 0.01))
  }

  private static let processes: [any CollisionProcess] = [HiggsCascade(), TopPair()]

  @Test(arguments: [0, 1]) func energyAndMomentumAreConserved(_ index: Int) {
    var production = CounterRandom(seed: 1), decay = CounterRandom(seed: 2)
    for _ in 0..<2000 {
      let collision = Self.processes[index].collide(production: &production, decay: &decay)
      let quarks = collision.quarks.map(\.momentum)
      let sum = quarks.dropFirst().reduce(quarks[0], +) + collision.lepton + collision.neutrino
      let system = collision.system
      let scale = system.energy
      #expect(isClose(sum.energy, system.energy, relative: 1e-9))
      #expect(abs(sum.x - system.x) < 1e-9 * scale && abs(sum.y - system.y) < 1e-9 * scale)
      #expect(abs(sum.z - system.z) < 1e-9 * scale)
      let pair = quarks[0] + quarks[1]
      #expect(isClose(pair.mass, collision.hadronicW.mass, relative: 1e-6))
      #expect(abs(system.x + collision.radiation.momentum.x) < 1e-9 * scale, "radiation balances")
      #expect(abs(system.z) < 4000 && system.energy < 8000)
    }
  }

  @Test func trueMassesSitAtTheirPoles() {
    var production = CounterRandom(seed: 3), decay = CounterRandom(seed: 4)
    let signal = (0..<4000).map { _ in
      HiggsCascade().collide(production: &production, decay: &decay)
    }
    func median(_ mass: (Collision) -> Double, _ events: [Collision]) -> Double {
      events.map(mass).sorted()[events.count / 2]
    }
    #expect(isClose(median({ $0.system.mass }, signal), 425, absolute: 3))
    #expect(isClose(median({ bottoms($0).mass }, signal), 125, absolute: 0.1))
    // One of the two W bosons comes from the charged Higgs boson.
    let charged = signal.map { nearest(325, combine($0, with: [bottoms($0)])) }
    #expect(isClose(charged.sorted()[2000], 325, absolute: 1))
    let background = (0..<4000).map { _ in
      TopPair().collide(production: &production, decay: &decay)
    }
    let tops = background.map { nearest(172.5, combine($0, with: $0.quarks[2...].map(\.momentum))) }
    #expect(isClose(tops.sorted()[2000], 172.5, absolute: 0.3))
    #expect(isClose(median({ $0.leptonicW.mass }, background), 80.38, absolute: 0.3))
    #expect(background.allSatisfy { $0.system.mass > 2 * 150 })
  }

  /// Masses of each W boson with each of some particles.
  private func combine(_ collision: Collision, with others: [FourVector]) -> [Double] {
    [collision.hadronicW, collision.leptonicW].flatMap { boson in
      others.map { (boson + $0).mass }
    }
  }

  private func nearest(_ wanted: Double, _ masses: [Double]) -> Double {
    masses.min { abs($0 - wanted) < abs($1 - wanted) } ?? 0
  }

  private func bottoms(_ collision: Collision) -> FourVector {
    collision.quarks[2].momentum + collision.quarks[3].momentum
  }
}
