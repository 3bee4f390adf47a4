import Foundation

/// Momentum that must have left with the neutrino, in the transverse plane.
package struct MissingMomentum: Sendable {
  package let x, y: Double

  package var magnitude: Double { (x * x + y * y).squareRoot() }
  package var phi: Double { atan2(y, x) }
}

/// What the detector saw.
package struct ObservedEvent: Sendable {
  package struct Jet: Sendable {
    package let momentum: FourVector
    /// 2 tight, 1 loose, 0 none.
    package let tag: Int
  }

  package let lepton: FourVector
  package let missing: MissingMomentum
  /// Four, the largest p_T first.
  package let jets: [Jet]
}
