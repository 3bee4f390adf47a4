import WinnowCore

/// What the calorimeter writes of a photon: the inputs of the correction, in single precision, so that
/// functions of them are functions of the file's columns.
struct MeasuredPhoton: Sendable {
  var rawEnergy: Float = 0
  var energy3x3: Float = 0
  var energy5x5: Float = 0
  var r9: Float
  var eta: Float
  var phi: Float
  var etaWidth: Float
  var phiWidth: Float
  var sigmaEta: Float
  var sigmaPhi: Float
  var largestShare: Float
  var secondShare: Float
  var etaAsymmetry: Float
  var phiAsymmetry: Float
  var hadronicRatio: Float
  var localEta: Float
  var localPhi: Float
  var edgeEta: Float
  var edgePhi: Float
  var clusters: Float
  var rho: Float
  var vertices: Float

  /// The columns in the order of the file.
  static let columns: [(feature: Feature, path: any KeyPath<MeasuredPhoton, Float> & Sendable)] = [
    (Feature("raw_energy", title: "raw E of the supercluster", unit: "GeV"), \.rawEnergy),
    (Feature("energy_3x3", title: "E of 3×3 crystals", unit: "GeV"), \.energy3x3),
    (Feature("energy_5x5", title: "E of 5×5 crystals", unit: "GeV"), \.energy5x5),
    (Feature("r9", title: "R_9 = E_{3×3}/E_{raw}"), \.r9),
    (Feature("eta", title: "η"), \.eta),
    (Feature("phi", title: "φ", unit: "rad"), \.phi),
    (Feature("eta_width", title: "width in η"), \.etaWidth),
    (Feature("phi_width", title: "width in φ", unit: "rad"), \.phiWidth),
    (Feature("sigma_ieta_ieta", title: "σ_{iηiη}"), \.sigmaEta),
    (Feature("sigma_iphi_iphi", title: "σ_{iφiφ}", unit: "rad"), \.sigmaPhi),
    (Feature("e_max_ratio", title: "E_{max}/E_{5×5}"), \.largestShare),
    (Feature("e_second_ratio", title: "E_{2nd}/E_{5×5}"), \.secondShare),
    (Feature("eta_asymmetry", title: "asymmetry in η"), \.etaAsymmetry),
    (Feature("phi_asymmetry", title: "asymmetry in φ"), \.phiAsymmetry),
    (Feature("hadronic_ratio", title: "H/E"), \.hadronicRatio),
    (Feature("local_eta", title: "η in the crystal", unit: "crystals"), \.localEta),
    (Feature("local_phi", title: "φ in the crystal", unit: "crystals"), \.localPhi),
    (Feature("edge_eta", title: "distance to the module's end in η", unit: "crystals"), \.edgeEta),
    (Feature("edge_phi", title: "distance to the module's end in φ", unit: "crystals"), \.edgePhi),
    (Feature("clusters", title: "number of clusters"), \.clusters),
    (Feature("rho", title: "ρ", unit: "GeV"), \.rho),
    (Feature("vertices", title: "number of vertices"), \.vertices),
  ]
}
