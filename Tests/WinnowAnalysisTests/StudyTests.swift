import Foundation
import Testing
import WinnowAnalysis
import WinnowEvaluation

/// Systematic variations, learning curves and retraining, through the program.
@Suite struct StudyTests {
  private func bench(_ more: String) throws -> ScratchFolder {
    let folder = try ScratchFolder()
    let made = try CommandLineTool.run(
      ["generate", "gauss", "--events", "3000", "--set", "dimensions=2", "--output", "d.csv"],
      in: folder.url)
    try #require(made.code == 0, "\(made.errors)")
    try folder.write(
      "a.yaml",
      """
      name: t
      input: {file: d.csv, label: class, signal: signal, background: background}
      variables: [x1, x2, "noise := sin(1000 * x1 * x2)"]
      spectators: [event_number, "mass := x1 + 0.1 * x2"]
      methods: {Fisher: {}, BDT: {trees: 10}}
      \(more)
      """)
    return folder
  }

  private func summary(_ folder: ScratchFolder) throws -> RunSummary {
    let result = try CommandLineTool.run(
      ["train", "a.yaml", "--output", "run", "--quiet"], in: folder.url)
    try #require(result.code == 0, "\(result.errors)")
    return try SummaryCoding.decode(
      Data(contentsOf: folder.url.appendingPathComponent("run/summary.json")), file: "summary.json")
  }

  @Test func variationsDoWhatTheySay() throws {
    let folder = try bench(
      """
      systematics:
        same: {weight: "7"}
        mirror: {variables: {x1: "-x1", x2: "-x2"}}
        other files: {input: {file: d.csv, label: class, signal: signal, background: background}}
      """)
    for method in try summary(folder).methods {
      let shifts = try #require(method.figures.systematics)
      #expect(shifts.map(\.variation) == ["same", "mirror", "other files"])
      #expect(abs(shifts[0].change.value) < 1e-12 && shifts[0].change.error < 1e-12)
      #expect(abs(shifts[1].auc.value + method.figures.auc.value - 1) < 0.05, "signal is background")
      #expect(shifts[0].isPaired && !shifts[2].isPaired)
      #expect(shifts[2].change.value == 0)
    }
  }

  @Test func aVariationThatFailsCostsARemarkAndNoRun() throws {
    let folder = try bench(
      "systematics: {dead: {variables: {x1: \"0 * x1\"}}, good: {weight: \"2\"}}")
    let summary = try summary(folder)
    #expect(summary.remarks.contains { $0.contains("systematics.dead") && $0.contains("constant") })
    for method in summary.methods {
      #expect(method.figures.systematics?.map(\.variation) == ["good"])
    }
  }

  @Test func spectatorsAreStudiedAndEventNumbersAreNot() throws {
    for method in try summary(bench("")).methods {
      #expect(method.figures.sculpting?.map(\.spectator) == ["mass"])
      #expect(method.figures.overtrainingSlices?.map(\.spectator) == ["mass"])
      let shape = try #require(method.figures.sculpting?.first)
      // The spectator is nearly the variable that tells the classes apart.
      #expect(shape.flatness > 20 * shape.expectedFlatness)
    }
  }

  @Test func learningCurveAndRetraining() throws {
    let summary = try summary(bench("evaluation: {learning_curve: 3, retrained_importance: true}"))
    for method in summary.methods {
      let curve = try #require(method.figures.learningCurve)
      #expect(curve.points.map(\.events) == [187, 375, 750, 1500].map(Double.init))
      #expect(curve.points.last?.auc == method.figures.auc)
      let study = try #require(method.figures.retrainedImportance)
      let noise = try #require(study.losses.first { $0.variable == "noise" }?.loss)
      let x1 = try #require(study.losses.first { $0.variable == "x1" }?.loss)
      #expect(abs(noise.value) < 4 * noise.error + 1e-9, "\(method.name): \(noise)")
      #expect(x1.value > 5 * x1.error, "\(method.name): \(x1)")
      #expect(!study.smallestSet.contains("noise"))
    }
  }

  @Test func mistakesAreToldBeforeTraining() throws {
    let cases = [
      ("systematics: {up: {variables: {x3: \"x1\"}}}", "x3"),
      ("systematics: {up: {}}", "varies nothing"),
      ("systematics: {up: {variable: {x1: \"x1\"}}}", "variables"),
      ("systematics: {}", "at least one variation"),
      ("systematics: {up: {weight: \"w *\"}}", "a.yaml:"),
    ]
    for (text, told) in cases {
      let folder = try bench(text)
      let result = try CommandLineTool.run(["train", "a.yaml", "--output", "run"], in: folder.url)
      #expect(result.code == 78, "\(text)")
      #expect(result.errors.contains(told), "\(text): \(result.errors)")
    }
  }

  @Test func comparedRunsArePairedOnTheirEvents() throws {
    let folder = try bench("")
    func winnow(_ arguments: [String]) throws -> CommandLineTool.Result {
      let result = try CommandLineTool.run(arguments, in: folder.url)
      try #require(result.code == 0, "\(result.errors)")
      return result
    }
    _ = try winnow(["train", "a.yaml", "--output", "one", "--quiet"])
    // Another division: about half of the test events are shared.
    let text = try String(
      contentsOf: folder.url.appendingPathComponent("a.yaml"), encoding: .utf8)
    try folder.write("b.yaml", text + "\nsplit: {mode: random, test: 0.5, seed: 7}\n")
    _ = try winnow(["train", "b.yaml", "--output", "two", "--quiet"])
    _ = try winnow(["train", "a.yaml", "--output", "three", "--quiet"])
    let same = try winnow(["compare", "one", "three", "--output", "same"])
    #expect(same.output.contains("paired on the 1500 test events that all runs share, told by event_number"))
    #expect(same.output.contains("three/Fisher"))
    let other = try winnow(["compare", "one", "two", "--output", "other"])
    let match = other.output.firstMatch(of: /paired on the (\d+) test events/)
    let shared = try #require(match.flatMap { Int($0.1) })
    #expect(650...850 ~= shared, "\(shared)")
  }
}
