import Foundation

/// The decays as an analysis would rebuild them from what the detector saw.
package struct Reconstruction: Sendable {
  /// Invariant masses in GeV, under the names of the UCI HIGGS data.
  package let mJJ, mJJJ, mLV, mJLV, mBB, mWBB, mWWBB: Double

  /// The two jets with the highest tags (then the highest p_T) are taken for the bottom quarks, the
  /// others for the W's. Each top candidate gets the bottom jet that brings both masses nearest to the
  /// top's; m_wbb is built with the W that brings it nearest to the charged Higgs boson's.
  package init(_ event: ObservedEvent) {
    let ranked = event.jets.enumerated().sorted {
      $0.element.tag != $1.element.tag ? $0.element.tag > $1.element.tag : $0.offset < $1.offset
    }.map(\.element.momentum)
    let (b1, b2) = (ranked[0], ranked[1])
    let hadronic = ranked[2] + ranked[3]
    let leptonic = event.lepton + Self.neutrino(of: event.lepton, event.missing)
    let top = Resonance.top.mass
    let pairings = [(b1, b2), (b2, b1)].map { ((hadronic + $0).mass, (leptonic + $1).mass) }
    (mJJJ, mJLV) = Self.best(pairings) { abs($0.0 - top) + abs($0.1 - top) }
    let pair = b1 + b2
    let charged = Resonance.chargedHiggs.mass
    mWBB = Self.best([hadronic, leptonic].map { ($0 + pair).mass }) { abs($0 - charged) }
    mJJ = hadronic.mass
    mLV = leptonic.mass
    mBB = pair.mass
    mWWBB = (hadronic + leptonic + pair).mass
  }

  /// The one of two candidates with the smaller distance.
  private static func best<Candidate>(
    _ candidates: [Candidate], _ distance: (Candidate) -> Double
  ) -> Candidate {
    distance(candidates[1]) < distance(candidates[0]) ? candidates[1] : candidates[0]
  }

  /// The neutrino's momentum along the beam from the mass of the W: with a = m_W²/2 + p_T·p̸_T,
  /// p_z = (a p_z^ℓ ± E^ℓ √(a² − p_T^ℓ² p̸_T²)) / p_T^ℓ²; the smaller solution, or the real part where
  /// there is none.
  static func neutrino(of lepton: FourVector, _ missing: MissingMomentum) -> FourVector {
    let w = Resonance.wBoson.mass
    let a = w * w / 2 + lepton.x * missing.x + lepton.y * missing.y
    let squaredPT = lepton.pT * lepton.pT
    let squaredMissing = missing.magnitude * missing.magnitude
    let root = max(0, a * a - squaredPT * squaredMissing).squareRoot()
    let solutions = [-1.0, 1].map { (a * lepton.z + $0 * lepton.energy * root) / squaredPT }
    let z = abs(solutions[0]) < abs(solutions[1]) ? solutions[0] : solutions[1]
    return FourVector(
      x: missing.x, y: missing.y, z: z, energy: (squaredMissing + z * z).squareRoot())
  }
}
