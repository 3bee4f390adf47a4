import Foundation
import Testing
import WinnowAnalysis
import WinnowEvaluation

/// Systematic variations, learning curves and retraining, through the program.
@Suite struct StudyTests {
  private func bench(
    _ more: String, methods: String = "{Fisher: {}, BDT: {trees: 10}}"
  ) throws -> ScratchFolder {
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
      methods: \(methods)
      \(more)
      """)
    return folder
  }

  private func summary(_ folder: ScratchFolder) throws -> RunSummary {
    let result = try CommandLineTool.run(
      ["train", "a.yaml", "--output", "run", "--quiet", "--overwrite"], in: folder.url)
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

  /// Options and transforms that name a variable go without it where it is taken away.
  @Test func namedVariablesMayBeTakenAway() throws {
    let folder = try bench(
      "evaluation: {retrained_importance: true}",
      methods: """
        {BDT: {trees: 5, monotone: {x1: 1}, interactions: [[x1], [x2, noise]]},
         Fisher: {transforms: [{normalize: {variables: x1}}, {gauss: {variables: [x2, noise]}}]}}
        """)
    let summary = try summary(folder)
    #expect(!summary.remarks.contains { $0.contains("No figures") }, "\(summary.remarks)")
    for method in summary.methods {
      let losses = try #require(method.figures.retrainedImportance).losses
      #expect(losses.count == 3 && losses[0].variable == "x1", "\(method.name)")
    }
  }

  @Test func planesAreThoseAskedFor() throws {
    let summary = try summary(bench("evaluation: {planes: [[x1, x2], [noise, x1]]}"))
    let planes = try #require(summary.planes)
    #expect(planes.map { [$0.x.name, $0.y.name, $0.others.joined()] }
      == [["x1", "x2", "noise"], ["noise", "x1", "x2"]])
    let fisher = try #require(summary.methods.first { $0.name == "Fisher" })
    let boundaries = try #require(fisher.figures.boundaries)
    #expect(boundaries.count == 2)
    // A straight line for each working point.
    for contour in boundaries[0].response {
      let points = try #require(contour.lines.first).points
      let first = points[0], last = points[points.count - 1]
      for point in points {
        let area = (last[0] - first[0]) * (point[1] - first[1]) - (last[1] - first[1]) * (point[0] - first[0])
        #expect(abs(area) < 1e-3)
      }
    }
    #expect(try self.summary(bench("")).planes == nil, "three variables and none asked for")
  }

  @Test func eventsInBothPartsAreTold() throws {
    let folder = try bench("")
    #expect(!(try summary(folder)).remarks.contains { $0.hasPrefix("Leak") })
    let csv = folder.url.appendingPathComponent("d.csv")
    let lines = try String(contentsOf: csv, encoding: .utf8).split(separator: "\n")
    // The first forty events once more: half of them go to the other part by chance.
    try folder.write("d.csv", (lines + lines[1...40]).joined(separator: "\n") + "\n")
    let told = try summary(folder).remarks.compactMap {
      $0.firstMatch(
        of: /Leak: (\d+) of \d+ test events are in the training sample, for example event_number = \d+/)
    }.first
    let count = try #require(told.flatMap { Int($0.1) })
    #expect((8...32).contains(count))
    // Without an identifier the values tell.
    let text = try String(
      contentsOf: folder.url.appendingPathComponent("a.yaml"), encoding: .utf8)
    try folder.write("a.yaml", text.replacingOccurrences(of: "[event_number, ", with: "["))
    #expect(
      try summary(folder).remarks.contains {
        $0.hasPrefix("Leak: \(count) of ") && $0.contains("test events have the values of all variables")
      })
  }

  @Test func eventsInTwoFoldsAreTold() throws {
    let folder = try bench("split: {mode: folds, folds: 3, by: event_number}")
    #expect(!(try summary(folder)).remarks.contains { $0.hasPrefix("Leak") })
    let csv = folder.url.appendingPathComponent("d.csv")
    let lines = try String(contentsOf: csv, encoding: .utf8).split(separator: "\n")
    let number = try #require(lines[0].split(separator: ",").firstIndex(of: "event_number"))
    // The first thirty events once more, under numbers of the next fold.
    let copies = lines[1...30].map { line -> Substring in
      var cells = line.split(separator: ",").map(String.init)
      cells[number] = "\((Int(cells[number]) ?? 0) + 30_001)"
      return Substring(cells.joined(separator: ","))
    }
    try folder.write("d.csv", (lines + copies).joined(separator: "\n") + "\n")
    let remarks = try summary(folder).remarks
    #expect(
      remarks.contains { $0.hasPrefix("Leak: 30 of 3030 events have the values of all variables") },
      "\(remarks)")
  }

  /// The identifier of the folds may be a spectator that the analysis defines; the model knows it too.
  @Test func foldsMayGoByADefinedSpectator() throws {
    let folder = try bench("split: {mode: folds, folds: 3, by: number}")
    let text = try String(
      contentsOf: folder.url.appendingPathComponent("a.yaml"), encoding: .utf8)
    try folder.write(
      "a.yaml", text.replacingOccurrences(of: "[event_number,", with: "[\"number := 2 * event_number\","))
    #expect(try summary(folder).methods.count == 2)
    let applied = try CommandLineTool.run(
      ["apply", "run/models/Fisher.safetensors", "--input", "d.csv", "--output", "o.csv"],
      in: folder.url)
    #expect(applied.code == 0, "\(applied.errors)")
    try folder.write(
      "a.yaml", text.replacingOccurrences(of: "[event_number,", with: "[\"number := x1\","))
    let wrong = try CommandLineTool.run(["train", "a.yaml", "--output", "no"], in: folder.url)
    #expect(wrong.code == 65 && wrong.errors.contains("whole numbers"), "\(wrong.errors)")
  }

  @Test func mistakesAreToldBeforeTraining() throws {
    let cases = [
      ("systematics: {up: {variables: {x3: \"x1\"}}}", "x3"),
      ("systematics: {up: {}}", "varies nothing"),
      ("systematics: {up: {variable: {x1: \"x1\"}}}", "variables"),
      ("systematics: {}", "at least one variation"),
      ("systematics: {up: {weight: \"w *\"}}", "a.yaml:"),
      ("evaluation: {planes: [[x1, x3]]}", "no variable “x3”"),
      ("evaluation: {planes: [[x1, x1]]}", "pairs of different variables"),
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
