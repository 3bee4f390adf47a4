import Foundation
import Testing
import WinnowAnalysis
import WinnowCore
import WinnowEvaluation
import WinnowInput
import WinnowMath

/// Whole runs of a regression and of three classes, through the program.
@Suite(.serialized) struct TaskRunTests {
  /// Photons with a raw energy below the true one, a position and a class by energy.
  private static func table(events: Int = 900) -> String {
    var random = CounterRandom(seed: 5)
    let rows = (1...events).map { number in
      let energy = 5 + 95 * random.uniform(), eta = 2 * random.uniform() - 1
      let raw = energy * (0.9 - 0.2 * eta * eta) * exp(0.05 * random.normal())
      let kind = ["low", "mid", "high"][min(2, Int(energy / 34))]
      return "\(raw),\(eta),\(energy),\(1 + 0.5 * random.uniform()),\(number),\(kind)"
    }
    return (["raw,eta,energy,w,id,kind"] + rows).joined(separator: "\n") + "\n"
  }

  private static let regression = """
    name: energy
    input: {file: d.csv}
    variables: [raw, eta, "loss := eta * eta"]
    targets:
      - {name: energy, unit: GeV, raw: raw, transform: log_ratio}
    spectators: [id]
    weight: w
    split: {mode: alternate}
    methods: {LD: {}, KNN: {neighbors: 15}}
    """

  private static let multiclass = """
    name: kinds
    input: {file: d.csv, label: kind, classes: [low, mid, high]}
    variables: [raw, eta]
    spectators: [id]
    split: {mode: alternate}
    methods: {KNN: {neighbors: 15}, Likelihood: {}}
    """

  private func bench(_ analysis: String) throws -> ScratchFolder {
    try ScratchFolder(table: Self.table(), analysis: analysis)
  }

  private func column(_ name: String, _ file: String, _ folder: ScratchFolder) throws -> [Double] {
    let table = try FileFormats.open(FileReference(parsing: folder.url.path + "/" + file))
    return try table.numbers(of: [name])[0]
  }

  private func exists(_ path: String, _ folder: ScratchFolder) -> Bool {
    FileManager.default.fileExists(atPath: folder.url.appendingPathComponent(path).path)
  }

  private func summary(_ run: String, _ folder: ScratchFolder) throws -> TaskSummary {
    try SummaryCoding.decodeTask(
      Data(contentsOf: folder.url.appendingPathComponent("\(run)/summary.json")))
  }

  @Test func aRegressionRunsFromFileToReport() throws {
    let folder = try bench(Self.regression)
    let result = try run(["train", "a.yaml", "--output", "run", "--threads", "1"], folder)
    #expect(result.output.contains("ranked by the RMS"))
    let summary = try #require(try summary("run", folder).regression)
    #expect(Set(summary.methods.map(\.name)) == ["LD", "KNN"])
    let best = summary.methods[0].targets[0], raw = try #require(summary.raw.first)
    #expect(best.rms.value < 0.5 * raw.rms.value && best.sigmaEff.value < raw.sigmaEff.value)
    #expect(abs(best.bias.value) < 4 * best.bias.error)
    #expect(Set(best.profiles.map(\.quantity)) == ["energy", "id", "energy_raw", "raw", "eta", "loss"])
    #expect(summary.comparisons.count == 1 && summary.targets[0].unit == "GeV")
    let gains = try #require(best.permutation)
    #expect(gains.map(\.variable) == ["raw", "eta", "loss"] && best.permutedEvents == 450)
    // The raw energy is the unit of what is learnt, and the same at all energies; the loss is what matters.
    #expect(gains[2].loss.value > 3 * gains[2].loss.error && gains[2].loss.error > 0)
    let page = try String(
      contentsOf: folder.url.appendingPathComponent("run/report.html"), encoding: .utf8)
    #expect(page.contains("RMS of energy gained without the order of a variable"))
    for file in [
      "report.html", "plots/profile-1-1.gp", "plots/deviation-1-LD.gp", "models/LD.safetensors",
      "plots/permutation-1-LD.gp",
    ] {
      #expect(exists("run/\(file)", folder), "\(file)")
    }
    // The figures are those of the written scores.
    let scores = try column("LD_energy", "run/scores.h5:test", folder)
    let truth = try column("energy", "run/scores.h5:test", folder)
    let weights = try column("weight", "run/scores.h5:test", folder)
    let mean = zip(zip(scores, truth), weights).reduce(0) { $0 + ($1.0.0 - $1.0.1) * $1.1 }
      / weights.reduce(0, +)
    let own = try #require(summary.methods.first { $0.name == "LD" })
    #expect(abs(own.targets[0].bias.value - mean) < 1e-9)
  }

  @Test func theRegressionSummaryHasItsKeys() throws {
    let folder = try bench(Self.regression)
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    let data = try Data(contentsOf: folder.url.appendingPathComponent("run/summary.json"))
    let top = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(top["task"] as? String == "regression")
    let method = try #require((top["methods"] as? [[String: Any]])?.first)
    for key in ["bias", "bias_truncated", "rms", "rms_truncated", "sigma_eff"] {
      let figure = try #require(method[key] as? [String: Any], "\(key)")
      #expect(figure["value"] is Double && figure["error"] is Double, "\(key)")
    }
    for key in ["name", "kind", "train_seconds", "apply_ns_per_event", "model_bytes"] {
      #expect(method[key] != nil, "\(key)")
    }
  }

  @Test(arguments: [(regression, ["LD_energy", "KNN_energy"]), (multiclass, ["KNN_low", "Likelihood_high"])])
  func applyGivesTheScoresOfTheRun(_ analysis: String, _ columns: [String]) throws {
    let folder = try bench(analysis)
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    let numbers = try column("id", "run/scores.h5:test", folder)
    for name in columns {
      let method = name.split(separator: "_")[0], model = "run/models/\(method).safetensors"
      try run(["apply", model, "--input", "d.csv", "--output", "o.h5"], folder)
      let all = try column(name, "o.h5", folder)
      #expect(try numbers.map { all[Int($0) - 1] } == column(name, "run/scores.h5:test", folder))
      #expect(try run(["verify", model], folder).output.contains("16 test vectors"))
      #expect(try run(["inspect", model], folder).output.contains(analysis == Self.regression ? "energy" : "low, mid, high"))
    }
  }

  @Test(arguments: [regression, multiclass])
  func threadsFoldsAndResumeChangeNoBit(_ analysis: String) throws {
    let folder = try bench(
      analysis.replacingOccurrences(of: "{mode: alternate}", with: "{mode: folds, folds: 3, by: id}"))
    try run(["train", "a.yaml", "--output", "one", "--threads", "1", "--quiet"], folder)
    try run(["train", "a.yaml", "--output", "two", "--threads", "2", "--quiet"], folder)
    func data(_ path: String) throws -> Data {
      try Data(contentsOf: folder.url.appendingPathComponent(path))
    }
    let model = "models/KNN.safetensors"
    #expect(try data("one/\(model)") == data("two/\(model)"))
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("two/scores.h5"))
    try run(["train", "a.yaml", "--output", "two", "--resume", "--quiet"], folder)
    let name = analysis == Self.regression ? "KNN_energy" : "KNN_mid"
    #expect(try column(name, "one/scores.h5:test", folder) == column(name, "two/scores.h5:test", folder))
    try run(["apply", "one/\(model)", "--input", "d.csv", "--output", "o.h5"], folder)
    #expect(try column(name, "o.h5", folder) == column(name, "one/scores.h5:test", folder))
  }

  @Test func threeClassesRunFromFileToReport() throws {
    let folder = try bench(Self.multiclass)
    let result = try run(["train", "a.yaml", "--output", "run"], folder)
    #expect(result.output.contains("ranked by the mean one-against-rest AUC"))
    #expect(result.output.contains("Confusion matrix of KNN"))
    let summary = try #require(try summary("run", folder).multiclass)
    #expect(summary.facts.events.map(\.name) == ["low", "mid", "high"])
    #expect(summary.methods[0].test.accuracy.value > 0.8)
    #expect(summary.methods[0].figures.confusion.allSatisfy { abs($0.reduce(0) { $0 + $1.value } - 1) < 1e-9 })
    #expect(exists("run/report.html", folder) && exists("run/plots/roc-class-1.gp", folder))
    for method in summary.methods {
      let losses = try #require(method.figures.permutation)
      #expect(losses.map(\.variable) == ["raw", "eta"] && method.figures.permutedEvents ?? 0 > 400)
      #expect(losses[0].loss.value > 10 * losses[0].loss.error, "\(method.name)")
    }
    #expect(exists("run/plots/permutation-KNN.gp", folder))
    let confusion = try String(
      contentsOf: folder.url.appendingPathComponent("run/plots/confusion-KNN.gp"), encoding: .utf8)
    #expect(confusion.contains("set cbrange [0:100]") && confusion.contains("%.1f ± %.1f"))
    let classes = try column("class", "run/scores.h5:test", folder)
    #expect(Set(classes) == [0, 1, 2])
  }

  @Test(arguments: [regression, multiclass])
  func reportAndCompareNeedTheRunFolderAlone(_ analysis: String) throws {
    let folder = try bench(analysis)
    try run(["train", "a.yaml", "--output", "one", "--quiet"], folder)
    try run(["train", "a.yaml", "--output", "two", "--quiet", "--seed", "3"], folder)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("one/plots"))
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("d.csv"))
    #expect(try run(["report", "one"], folder).output.contains("ranked by"))
    let compared = try run(["compare", "one", "two", "--output", "both"], folder)
    #expect(compared.output.contains("one/KNN") && compared.output.contains("two/KNN"))
    // Classes of odd size are divided one by one.
    let sentence = /paired on the (449|450|451) test events that all runs share, told by id/
    #expect(compared.output.contains(sentence))
    #expect(compared.output.contains("paired on the same test events"), "a table of differences")
    #expect(exists("both/comparison.html", folder))
  }

  @Test func runsOfDifferentTasksAreNotCompared() throws {
    let folder = try bench(Self.regression)
    try folder.write("b.yaml", Self.multiclass)
    try run(["train", "a.yaml", "--output", "one", "--quiet"], folder)
    try run(["train", "b.yaml", "--output", "two", "--quiet"], folder)
    let result = try run(["compare", "one", "two", "--output", "both"], folder, code: 65)
    #expect(result.errors.contains("different tasks"))
  }

  @Test func theResolvedAnalysisIsTheSameAnalysis() throws {
    for analysis in [Self.regression, Self.multiclass] {
      let folder = try bench(analysis)
      let plan = try AnalysisPlan(file: folder.url.appendingPathComponent("a.yaml"))
      let again = try AnalysisPlan(reading: plan.resolved(), directory: folder.url)
      #expect(try again.resolved() == plan.resolved())
      #expect(again.targets == plan.targets && again.task == plan.task)
    }
  }

  /// y = exp(x + ε): exp of the mean logarithm is too small by exp(σ²/2), which the smearing factor puts
  /// right (Duan 1983).
  @Test func smearingTakesAwayTheBiasOfTheLogarithm() throws {
    let folder = try ScratchFolder()
    var random = CounterRandom(seed: 8)
    let rows = (0..<4000).map { _ in
      let x = random.uniform(), other = random.uniform()
      return "\(x),\(other),\(exp(2 + x + 0.8 * random.normal()))"
    }
    try folder.write("d.csv", "x,z,y\n" + rows.joined(separator: "\n") + "\n")
    func bias(_ retransform: String) throws -> Measured {
      try folder.write(
        "a.yaml",
        """
        name: t
        input: {file: d.csv}
        variables: [x, z]
        target: {name: y, transform: log, retransform: \(retransform)}
        methods: {LD: {}}
        """)
      let run = TrainingRun(
        plan: try AnalysisPlan(file: folder.url.appendingPathComponent("a.yaml")),
        folder: RunFolder(folder.url.appendingPathComponent(retransform)), options: .init(quiet: true))
      return try #require(try run.execute().regression).methods[0].targets[0].bias
    }
    let smeared = try bias("smearing"), plain = try bias("none")
    #expect(abs(smeared.value) < 4 * smeared.error)
    #expect(plain.value < -10 * plain.error)
  }
}
