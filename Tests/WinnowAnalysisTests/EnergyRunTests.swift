import Foundation
import Testing
import WinnowCore
import WinnowEvaluation

/// The correction of calorimeter energies through the program.
@Suite(.serialized) struct EnergyRunTests {
  private static let analysis = """
    name: energy
    input: {file: "c.h5:events"}
    variables: [raw_energy, r9, eta, phi_width, edge_eta, edge_phi, local_eta, local_phi, rho]
    target: {name: true_energy, unit: GeV, transform: ratio, raw: raw_energy}
    spectators: [true_mu]
    split: {mode: alternate}
    methods:
      LD: {}
      Polynomial: {degree: 2}
      Spline: {knots: 4}
      FDA:
        formula: "scale + escape*(0.95 - r9) + gap*exp(-edge_eta/reach) - load*rho/raw_energy"
        parameters: {scale: 1, escape: 0.1, gap: 0.05, load: 0.01, reach: {start: 1, min: 0.1, max: 5}}
    """

  @Test func correctionsImproveLinearityAndResolution() throws {
    let folder = try ScratchFolder()
    try run(["generate", "calorimeter", "--events", "16000", "--output", "c.h5"], folder)
    try folder.write("a.yaml", Self.analysis)
    try run(["train", "a.yaml", "--output", "run", "--quiet", "--threads", "2"], folder)
    let data = try Data(contentsOf: folder.url.appendingPathComponent("run/summary.json"))
    let summary = try #require(try SummaryCoding.decodeTask(data).regression)
    let raw = try #require(summary.raw.first)
    #expect(summary.methods.count == 4)
    for method in summary.methods {
      let figures = method.targets[0]
      #expect(figures.sigmaEff.value < raw.sigmaEff.value, "\(method.name)")
      let curve = try #require(figures.resolution)
      #expect((0.007...0.02).contains(curve.value(at: 50)), "\(method.name)")
      #expect(curve.response[3...8].allSatisfy { abs($0.value - 1) < 0.02 }, "\(method.name)")
    }
    let quantities = Set(raw.profiles.map(\.quantity))
    #expect(quantities.isSuperset(of: ["true_energy", "eta", "rho", "true_mu"]))
    let fda = try #require(summary.methods.first { $0.name == "FDA" })
    #expect(fda.record.remarks.contains { $0.contains("gap = ") && $0.contains(" ± ") })
    let page = try String(
      contentsOf: folder.url.appendingPathComponent("run/report.html"), encoding: .utf8)
    #expect(page.contains("Linearity and resolution") && page.contains("a/√E ⊕ b/E ⊕ c"))
    // A falling spectrum stands on logarithmic axes, which name the true energy once.
    let linearity = try String(
      contentsOf: folder.url.appendingPathComponent("run/plots/profile-1-linearity.gp"), encoding: .utf8)
    #expect(linearity.contains("set logscale x") && linearity.contains("set logscale y"))
    #expect(linearity.contains("true_energy [GeV]") && !linearity.contains("True true"))
    try run(
      [
        "apply", "run/models/Spline.safetensors", "--input", "c.h5:events", "--output", "o.csv",
        "--errors",
      ], folder)
    let header = try String(
      contentsOf: folder.url.appendingPathComponent("o.csv"), encoding: .utf8
    ).prefix { $0 != "\n" }
    #expect(header.contains("error"), "\(header)")
  }

  @Test func eventsWithTargetsAreOneTable() throws {
    let folder = try ScratchFolder()
    for file in ["c.csv", "c.root"] {
      try run(["generate", "calorimeter", "--events", "50", "--output", file], folder)
      let text = try run(["inspect", file], folder).output
      #expect(text.contains("true_energy") && text.contains("50 rows"), "\(text)")
    }
  }
}
