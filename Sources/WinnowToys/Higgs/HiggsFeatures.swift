import WinnowCore

/// The columns of the UCI HIGGS data: 21 that the detector measures, 7 invariant masses.
enum HiggsFeatures {
  static let lowLevel: [Feature] =
    [
      Feature("lepton_pT", title: "lepton p_T", unit: "GeV"),
      Feature("lepton_eta", title: "lepton η"),
      Feature("lepton_phi", title: "lepton φ", unit: "rad"),
      Feature("missing_energy_magnitude", title: "missing E_T", unit: "GeV"),
      Feature("missing_energy_phi", title: "missing E_T φ", unit: "rad"),
    ]
    + (1...4).flatMap { jet in
      [
        Feature("jet_\(jet)_pt", title: "jet \(jet) p_T", unit: "GeV"),
        Feature("jet_\(jet)_eta", title: "jet \(jet) η"),
        Feature("jet_\(jet)_phi", title: "jet \(jet) φ", unit: "rad"),
        Feature("jet_\(jet)_b_tag", title: "jet \(jet) b-tag"),
      ]
    }

  static let highLevel: [Feature] = ["jj", "jjj", "lv", "jlv", "bb", "wbb", "wwbb"].map {
    Feature("m_\($0)", title: "m_{\($0)}", unit: "GeV")
  }

  static let all = lowLevel + highLevel

  static func fill(_ row: inout [Float], with event: ObservedEvent) {
    let lepton = event.lepton
    var values = [
      lepton.pT, lepton.eta, lepton.phi, event.missing.magnitude, event.missing.phi,
    ]
    for jet in event.jets {
      values += [jet.momentum.pT, jet.momentum.eta, jet.momentum.phi, Double(jet.tag)]
    }
    let masses = Reconstruction(event)
    values += [
      masses.mJJ, masses.mJJJ, masses.mLV, masses.mJLV, masses.mBB, masses.mWBB, masses.mWWBB,
    ]
    for (j, value) in values.enumerated() { row[j] = Float(value) }
  }
}
