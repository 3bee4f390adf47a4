import Foundation
import Testing
import WinnowAnalysis
import WinnowCore
import WinnowEvaluation
import WinnowInput
import WinnowMath

/// Methods that predict densities, through the program.
@Suite(.serialized) struct DensityRunTests {
  private static let events = 3000

  /// Energies with a log-normal resolution that depends on x.
  private static func table() -> String {
    var random = CounterRandom(seed: 6)
    let rows = (1...events).map { number in
      let raw = 5 + 95 * random.uniform(), x = random.uniform()
      let energy = raw * exp(0.1 + (0.05 + 0.2 * x) * random.normal())
      return "\(raw),\(x),\(energy),\(number)"
    }
    return (["raw,x,energy,id"] + rows).joined(separator: "\n") + "\n"
  }

  private static func analysis(_ transform: String, split: String = "{mode: alternate}") -> String {
    """
    name: energy
    input: {file: d.csv}
    variables: [raw, x]
    targets:
      - {name: energy, unit: GeV, raw: raw, transform: \(transform)}
    spectators: [id]
    split: \(split)
    methods:
      LD: {}
      Trees:
        method: DensityBDT
        density: gaussian
        trees: 150
        min_node_size: 25
        quantiles: [0.025, 0.16, 0.84]
      "Network": {method: DensityDNN, density: bifurcated, epochs: 6}
    """
  }

  private func bench(_ analysis: String) throws -> ScratchFolder {
    try ScratchFolder(table: Self.table(), analysis: analysis)
  }

  private func columns(_ names: [String], _ file: String, _ folder: ScratchFolder) throws -> [[Double]] {
    let table = try FileFormats.open(FileReference(parsing: folder.url.path + "/" + file))
    return try table.numbers(of: names)
  }

  @Test(arguments: ["none", "log", "ratio", "log_ratio"])
  func densitiesCloseWhateverWasLearnt(_ transform: String) throws {
    let folder = try bench(Self.analysis(transform))
    try run(["train", "a.yaml", "--output", "run", "--quiet", "--threads", "2"], folder)
    let summary = try #require(
      try SummaryCoding.decodeTask(
        Data(contentsOf: folder.url.appendingPathComponent("run/summary.json"))
      ).regression)
    #expect(summary.methods.filter { !$0.densities.isEmpty }.map(\.name).sorted() == ["Network", "Trees"])
    #expect(summary.densityComparisons.count == 1)
    let trees = try #require(summary.methods.first { $0.name == "Trees" }?.densities.first)
    // Where the form is learnt in the logarithm it is right; elsewhere nearly so.
    #expect(abs(trees.pullWidth.value - 1) < 0.15 && abs(trees.pullMean.value) < 0.15)
    #expect(abs(trees.coverage68.value - 0.683) < 0.06)
    let page = try String(
      contentsOf: folder.url.appendingPathComponent("run/report.html"), encoding: .utf8)
    #expect(page.contains("Predicted densities") && page.contains("integral transform"))
    let compared = try run(["compare", "run", "run", "--output", "both"], folder)
    #expect(compared.output.contains("paired on the 1500 test events that all runs share, told by id"))
    let both = try String(
      contentsOf: folder.url.appendingPathComponent("both/comparison.html"), encoding: .utf8)
    // Names carry their run everywhere, in the differences of densities too.
    #expect(both.contains(">run (2)/Trees<") && !both.contains(">Trees<"))
  }

  /// The columns beside the scores: quantiles rise around the score, apply gives them again.
  @Test func quantilesAndParametersStandBesideTheScores() throws {
    let folder = try bench(Self.analysis("log_ratio"))
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    let names = ["", "_sigma", "_q2.5", "_q16", "_q84", "_theta_mu", "_theta_sigma"]
      .map { "Trees_energy\($0)" }
    let test = try columns(names + ["id", "energy_raw"], "run/scores.h5:test", folder)
    for event in test[0].indices {
      let (score, sigma, low, narrow, high) = (
        test[0][event], test[1][event], test[2][event], test[3][event], test[4][event]
      )
      #expect(low < narrow && narrow < score && score < high && sigma > 0)
      // The median of a logarithm comes back as such.
      #expect(abs(score / (test[8][event] * exp(test[5][event])) - 1) < 1e-5)
    }
    try run(
      ["apply", "run/models/Trees.safetensors", "--input", "d.csv", "--output", "o.h5"], folder)
    let applied = try columns(names, "o.h5", folder)
    for (place, number) in test[7].enumerated() {
      for k in names.indices { #expect(applied[k][Int(number) - 1] == test[k][place]) }
    }
  }

  @Test func foldsHaveDensitiesToo() throws {
    let folder = try bench(Self.analysis("ratio", split: "{mode: folds, folds: 3, by: id}"))
    try run(["train", "a.yaml", "--output", "run", "--quiet", "--threads", "2"], folder)
    let sigma = try columns(["Trees_energy_sigma"], "run/scores.h5:test", folder)[0]
    #expect(sigma.count == Self.events && sigma.allSatisfy { $0 > 0 })
  }

  @Test func fitPrintsAndWritesTheDensity() throws {
    let folder = try bench(Self.analysis("none"))
    let result = try run(
      [
        "fit", "d.csv", "ratio := log(energy / raw)", "--density", "gaussian", "--cut", "x < 0.5",
        "--output", "peak",
      ], folder)
    #expect(result.output.contains("mu") && result.output.contains("Correlations"))
    let data = try Data(contentsOf: folder.url.appendingPathComponent("peak/fit.json"))
    let fit = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let parameters = try #require(fit["parameters"] as? [[String: Any]])
    let mu = try #require(parameters[0]["value"] as? [String: Double])
    #expect(abs((mu["value"] ?? 0) - 0.1) < 5 * (mu["error"] ?? 0))
    for file in ["plots/fit.gp", "plots/fit.dat"] {
      #expect(FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("peak/\(file)").path))
    }
    let wrong = try run(["fit", "d.csv", "energy", "--density", "gausian"], folder, code: 78)
    #expect(wrong.errors.contains("gaussian"))
  }
}
