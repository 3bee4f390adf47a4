import Foundation
import WinnowMath

/// The shower of a photon as the crystals see it: shapes first, then the energy that they leave.
struct Shower {
  /// Molière radius and crystal size give an unconverted shower this width, rad.
  private static let width = 0.0098
  private static let containment = 0.955

  let photon: Photon
  let conversion: Conversion
  let grid: CrystalGrid
  /// Noise and pile-up in the crystals over the energy.
  private let fuzz: Double

  init(_ photon: Photon, _ conversion: Conversion) {
    self.photon = photon
    self.conversion = conversion
    grid = CrystalGrid(eta: photon.eta, phi: photon.phi)
    fuzz = 0.15 / photon.energy * (1 + photon.rho / 20).squareRoot()
  }

  /// All that is written of it. The raw energy is what `EnergyResponse` expects of the photon's energy:
  /// all fluctuations of the energy come from the response.
  func measured(_ random: inout CounterRandom) -> MeasuredPhoton {
    var seen = shapes(&random)
    seen.rawEnergy = Float(EnergyResponse.rawEnergy(of: photon.energy, seen))
    let outside = (1 - seen.r9) * Float(0.5 + 0.4 * random.uniform())
    seen.energy3x3 = seen.rawEnergy * seen.r9
    seen.energy5x5 = seen.rawEnergy * (seen.r9 + outside)
    return seen
  }

  private func shapes(_ random: inout CounterRandom) -> MeasuredPhoton {
    let r9 = r9(&random)
    let sigmaEta = Self.width * spread(0.04, &random)
    let sigmaPhi = hypot(Self.width * spread(0.04, &random), legSpread(upTo: 2))
    let shares = crystalShares(&random)
    return MeasuredPhoton(
      r9: Float(r9), eta: Float(photon.eta), phi: Float(photon.phi),
      etaWidth: Float(sigmaEta * spread(0.08, &random)),
      phiWidth: Float(hypot(sigmaPhi, legSpread(upTo: 17)) * spread(0.03, &random)),
      sigmaEta: Float(sigmaEta), sigmaPhi: Float(sigmaPhi),
      largestShare: Float(shares.largest), secondShare: Float(shares.second),
      etaAsymmetry: Float(asymmetry(grid.localEta, &random)),
      phiAsymmetry: Float(asymmetry(grid.localPhi, &random)),
      hadronicRatio: Float(hadronicRatio(&random)),
      localEta: Float(grid.localEta), localPhi: Float(grid.localPhi),
      edgeEta: Float(grid.edgeEta), edgePhi: Float(grid.edgePhi),
      clusters: Float(clusters(&random)), rho: Float(photon.rho), vertices: Float(photon.vertices))
  }

  private func r9(_ random: inout CounterRandom) -> Double {
    let undisturbed = Self.containment - 0.03 * offCentre
    let value = undisturbed - conversion.shareOutside - 0.01 * conversion.softShare
      + (0.004 + fuzz) * random.normal()
    return min(1, max(0.2, value))
  }

  /// Squared distance from the middle of the crystal, 0 … 0.5.
  private var offCentre: Double {
    grid.localEta * grid.localEta + grid.localPhi * grid.localPhi
  }

  /// 1, give or take a relative fluctuation that grows with noise.
  private func spread(_ relative: Double, _ random: inout CounterRandom) -> Double {
    max(0.5, 1 + (relative + fuzz) * random.normal())
  }

  /// √(z(1−z)) times the distance of the two legs, rad.
  private func legSpread(upTo crystals: Double) -> Double {
    let share = conversion.softShare
    return (share * (1 - share)).squareRoot() * min(conversion.separation, crystals)
      * CrystalGrid.crystal
  }

  private func crystalShares(_ random: inout CounterRandom) -> (largest: Double, second: Double) {
    let kept = 1 - conversion.shareOutside
    let nearest = max(abs(grid.localEta), abs(grid.localPhi))
    let largest = kept * (0.80 - 0.8 * offCentre) * spread(0.02, &random)
    let second = kept * (0.07 + 0.9 * nearest * nearest) * spread(0.03, &random)
    return (min(1, largest), min(second, 0.98 * largest))
  }

  private func asymmetry(_ local: Double, _ random: inout CounterRandom) -> Double {
    let value = 0.7 * tanh(3.5 * local) + (0.02 + fuzz) * random.normal()
    return min(1, max(-1, value))
  }

  /// Energy behind the crystals, exponential, with what pile-up puts there.
  private func hadronicRatio(_ random: inout CounterRandom) -> Double {
    let leakage = 0.006 + 0.004 * pow(photon.energy / 100, 0.3)
    let pileUp = 0.01 * photon.rho / photon.energy * abs(random.normal())
    return min(0.5, pileUp - leakage * log(random.positiveUniform()))
  }

  /// Legs that are seen apart, and clusters of pile-up.
  private func clusters(_ random: inout CounterRandom) -> Double {
    let seesBoth = conversion.separation > 3 && conversion.softShare * photon.energy > 0.5
    return (seesBoth ? 2 : 1) + random.poisson(0.01 * photon.rho)
  }
}
