import Foundation
import WinnowMath

/// A photon on its way to the calorimeter, and the collisions beside it.
///
/// Transverse momenta fall as p_T^−2 from 10 to 250 GeV, η is flat in the barrel, φ everywhere. The
/// numbers of collisions are Poisson; 70 % of them give a vertex, and each adds 0.55 GeV to ρ.
struct Photon {
  static let pT = 10.0...250.0
  private static let densityPerCollision = 0.55
  private static let vertexEfficiency = 0.7

  let pT: Double
  let eta: Double
  let phi: Double
  let vertices: Double
  /// Energy of the pile-up per unit of η and φ, GeV.
  let rho: Double

  /// Before all that happens to it, GeV.
  var energy: Double { pT * cosh(eta) }

  init(pileUp: Double, _ random: inout CounterRandom) {
    let (low, high) = (1 / Self.pT.lowerBound, 1 / Self.pT.upperBound)
    pT = 1 / (low - (low - high) * random.uniform())
    eta = CrystalGrid.largestEta * (2 * random.uniform() - 1)
    phi = .pi * (2 * random.uniform() - 1)
    let seen = random.poisson(Self.vertexEfficiency * pileUp)
    let unseen = random.poisson((1 - Self.vertexEfficiency) * pileUp)
    let collisions = seen + unseen
    vertices = 1 + seen
    rho = max(0, Self.densityPerCollision * collisions + 0.3 * collisions.squareRoot() * random.normal())
  }
}

extension CounterRandom {
  /// Poisson, by the product of uniform numbers. - Complexity: O(mean).
  mutating func poisson(_ mean: Double) -> Double {
    var count = -1.0
    var sum = 0.0
    while sum <= mean {
      sum -= log(positiveUniform())
      count += 1
    }
    return count
  }
}
