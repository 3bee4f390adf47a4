import Foundation
import WinnowMath

/// What the material before the calorimeter does: some photons become an electron and a positron, which
/// the magnetic field pulls apart in φ.
///
/// P(conversion) = 1 − exp(−7/9 X), X in radiation lengths. With momentum shares z and 1 − z and a part
/// f of the way through 3.8 T left after the conversion, the two arrive
/// 0.74 GeV/p_T (1/z + 1/(1 − z)) f² apart.
struct Conversion {
  /// Size of the supercluster on one side, in crystals.
  private static let window = 17.0

  let happened: Bool
  /// Distance of the two legs in φ, in crystals.
  let separation: Double
  /// Energy share of the softer leg.
  let softShare: Double

  init(of photon: Photon, _ random: inout CounterRandom) {
    happened = random.uniform() < 1 - exp(-7.0 / 9 * Self.radiationLengths(eta: photon.eta))
    let share = 0.05 + 0.9 * random.uniform()
    let way = random.uniform()
    let angle = 0.74 / photon.pT * (1 / share + 1 / (1 - share)) * way * way
    separation = happened ? min(Self.window, angle / CrystalGrid.crystal) : 0
    softShare = happened ? min(share, 1 - share) : 0
  }

  /// X of the tracker: 0.4 at η = 0, 2.1 at 1.44.
  static func radiationLengths(eta: Double) -> Double {
    let squared = eta * eta
    return 0.4 + squared * (0.5 + 0.15 * squared)
  }

  /// Energy share that leaves the 3×3 crystals around the harder leg.
  var shareOutside: Double {
    let distance = separation / 1.5
    return softShare * (1 - exp(-distance * distance))
  }
}
