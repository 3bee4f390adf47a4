import Foundation

/// Energy and momentum in GeV (c = 1).
package struct FourVector: Sendable {
  package var x, y, z, energy: Double

  package init(x: Double, y: Double, z: Double, energy: Double) {
    self.x = x
    self.y = y
    self.z = z
    self.energy = energy
  }

  /// - Parameters: transverse momentum, pseudorapidity, azimuth, mass.
  package init(pT: Double, eta: Double, phi: Double, mass: Double = 0) {
    x = pT * cos(phi)
    y = pT * sin(phi)
    z = pT * sinh(eta)
    energy = (x * x + y * y + z * z + mass * mass).squareRoot()
  }

  package static func + (a: FourVector, b: FourVector) -> FourVector {
    FourVector(x: a.x + b.x, y: a.y + b.y, z: a.z + b.z, energy: a.energy + b.energy)
  }

  package var pT: Double { (x * x + y * y).squareRoot() }
  /// Azimuth in (−π, π].
  package var phi: Double { atan2(y, x) }
  /// Pseudorapidity asinh(p_z/p_T).
  package var eta: Double { asinh(z / pT) }
  package var squaredMass: Double { energy * energy - x * x - y * y - z * z }
  /// √(E² − p²); 0 where rounding makes that negative.
  package var mass: Double { max(squaredMass, 0).squareRoot() }

  /// This vector, given in the rest frame of a parent, as seen where the parent has its momentum.
  package func boosted(fromRestOf parent: FourVector) -> FourVector {
    let mass = parent.mass
    let product = x * parent.x + y * parent.y + z * parent.z
    let factor = (energy + product / (parent.energy + mass)) / mass
    return FourVector(
      x: x + factor * parent.x, y: y + factor * parent.y, z: z + factor * parent.z,
      energy: (energy * parent.energy + product) / mass)
  }

  /// ΔR = √(Δη² + Δφ²).
  package func distance(to other: FourVector) -> Double {
    let turn = remainder(phi - other.phi, 2 * .pi)
    let gap = eta - other.eta
    return (gap * gap + turn * turn).squareRoot()
  }
}
