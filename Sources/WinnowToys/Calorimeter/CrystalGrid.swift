import Foundation

/// Where in a barrel of crystals a photon arrives.
///
/// Crystals of 1° in η (taken as 0.01745) and φ. Modules end at 0, 25, 45, 65 and 85 crystals from the
/// middle in η, and every 20 crystals in φ, as in the CMS barrel.
struct CrystalGrid {
  static let crystal = Double.pi / 180
  static let largestEta = 1.44
  private static let moduleEnds = [0.0, 25, 45, 65, 85]
  private static let sector = 20.0

  /// Position from the middle of the crystal in units of its size, −0.5 … 0.5.
  let localEta: Double
  let localPhi: Double
  /// Distance to the nearest end of a module, in crystals, at most 10.
  let edgeEta: Double
  let edgePhi: Double

  init(eta: Double, phi: Double) {
    let row = eta / Self.crystal
    let column = phi / Self.crystal
    localEta = row - row.rounded(.down) - 0.5
    localPhi = column - column.rounded(.down) - 0.5
    edgeEta = min(10, Self.moduleEnds.reduce(.infinity) { min($0, abs(abs(row) - $1)) })
    let inSector = column - Self.sector * (column / Self.sector).rounded(.down)
    edgePhi = min(inSector, Self.sector - inSector)
  }
}
