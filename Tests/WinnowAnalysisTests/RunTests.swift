import Foundation
import Testing
import WinnowAnalysis
import WinnowCore
import WinnowEvaluation
import WinnowInput
import WinnowToys

/// Whole runs, through the program.
@Suite(.serialized) struct RunTests {
  private static let methods = """
    methods:
      BDT: {trees: 20}
      MLP: {hidden: [8], epochs: 3}
      DNN: {layers: [{dense: 8, activation: relu}], epochs: 3}
      KNN: {neighbors: 20}
      Fisher: {}
    """

  /// A folder with events in `d.csv` and an analysis in `a.yaml`.
  private func bench(split: String = "{mode: alternate}", more: String = "") throws -> ScratchFolder {
    let folder = try ScratchFolder()
    try run(["generate", "gauss", "--events", "1500", "--set", "dimensions=3", "--output", "d.csv"], folder)
    try folder.write(
      "a.yaml",
      """
      name: t
      input: {file: d.csv, label: class, signal: signal, background: background}
      variables: [x1, x2, "sum := x1 + x2 * x3"]
      spectators: [event_number]
      split: \(split)
      \(more)
      \(Self.methods)
      """)
    return folder
  }

  private func column(_ name: String, _ file: String, _ folder: ScratchFolder) throws -> [Double] {
    let path = folder.url.path + "/" + file
    let table = try FileFormats.open(FileReference(parsing: path))
    return try table.numbers(of: [name])[0]
  }

  private static let names = ["BDT", "MLP", "DNN", "KNN", "Fisher"]

  @Test func threadsAndRepetitionChangeNoBit() throws {
    let folder = try bench()
    try run(["train", "a.yaml", "--output", "one", "--threads", "1", "--quiet"], folder)
    try run(["train", "a.yaml", "--output", "two", "--threads", "2", "--quiet"], folder)
    try run(["train", "a.yaml", "--output", "again", "--threads", "2", "--quiet"], folder)
    func data(_ path: String) throws -> Data {
      try Data(contentsOf: folder.url.appendingPathComponent(path))
    }
    for name in Self.names {
      let file = "models/\(name).safetensors"
      #expect(try data("one/\(file)") == data("two/\(file)"), "\(name)")
      #expect(try data("two/\(file)") == data("again/\(file)"), "\(name)")
      for part in ["train", "test"] {
        let one = try column(name, "one/scores.h5:\(part)", folder)
        #expect(try one == column(name, "two/scores.h5:\(part)", folder), "\(name)")
      }
    }
  }

  @Test func applyGivesTheScoresOfTheTrainingRun() throws {
    let folder = try bench()
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    let numbers = try column("event_number", "run/scores.h5:test", folder)
    for name in Self.names {
      let output = "\(name).h5"
      try run(["apply", "run/models/\(name).safetensors", "--input", "d.csv", "--output", output], folder)
      let all = try column(name, output, folder)
      let wanted = try column(name, "run/scores.h5:test", folder)
      #expect(numbers.map { all[Int($0) - 1] } == wanted, "\(name)")
      let verified = try run(["verify", "run/models/\(name).safetensors"], folder)
      #expect(verified.output.contains("16 test vectors"))
    }
  }

  @Test func scoresStandUnderTheNamesOfTMVA() throws {
    let folder = try bench()
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    for (tree, group) in [("TestTree", "test"), ("TrainTree", "train")] {
      let path = folder.url.path + "/run/scores.root:\(tree)"
      let source = try FileFormats.open(FileReference(parsing: path))
      #expect(
        source.columns.map(\.name)
          == ["classID", "className", "x1", "x2", "sum", "event_number", "weight"] + Self.names)
      var types = [ColumnType](repeating: .float(bits: 32), count: 12)
      types.replaceSubrange(0..<2, with: [.signed(bits: 32), .text])
      types[5] = .signed(bits: 64)
      #expect(source.columns.map(\.type) == types)
      for name in Self.names + ["weight", "event_number"] {
        let wanted = try column(name, "run/scores.h5:\(group)", folder)
        #expect(try source.numbers(of: [name])[0] == wanted, "\(name)")
      }
      let classes = try column("class", "run/scores.h5:\(group)", folder)
      #expect(try source.numbers(of: ["classID"])[0] == classes)
      let names = try source.exactValues(of: "className")
      #expect(names == .text(classes.map { $0 == 0 ? "Signal" : "Background" }))
    }
  }

  @Test func foldsScoreEachEventByAModelThatHasNotSeenIt() throws {
    let folder = try bench(split: "{mode: folds, folds: 3, by: event_number}")
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    #expect(try column("KNN", "run/scores.h5:test", folder).count == 1500)
    let model = try ModelFile.read(
      folder.url.appendingPathComponent("run/models/BDT.safetensors"))
    #expect(model.pipelines.count == 3 && model.foldRule?.identifier == "event_number")
    try run(["apply", "run/models/BDT.safetensors", "--input", "d.csv", "--output", "o.h5"], folder)
    #expect(try column("BDT", "o.h5", folder) == column("BDT", "run/scores.h5:test", folder))
  }

  @Test func anInterruptedRunGoesOnWhereItStopped() throws {
    let folder = try bench()
    try run(["train", "a.yaml", "--output", "whole", "--quiet"], folder)
    try run(["train", "a.yaml", "--output", "cut", "--quiet"], folder)
    let cut = folder.url.appendingPathComponent("cut")
    for file in ["summary.json", "scores.h5", "report.html", "models/KNN.safetensors", "models/MLP.safetensors"] {
      try FileManager.default.removeItem(at: cut.appendingPathComponent(file))
    }
    try run(["train", "a.yaml", "--output", "cut"], folder, code: 73)
    let resumed = try run(["train", "a.yaml", "--output", "cut", "--resume"], folder)
    #expect(resumed.errors.contains("BDT: trained before"))
    #expect(!resumed.errors.contains("KNN: trained before"))
    for name in Self.names {
      #expect(
        try column(name, "cut/scores.h5:test", folder) == column(name, "whole/scores.h5:test", folder))
    }
    try run(["train", "a.yaml", "--output", "cut", "--resume", "--seed", "5"], folder, code: 78)
    try run(["train", "a.yaml", "--output", "cut", "--overwrite", "--seed", "5", "--quiet"], folder)
  }

  @Test func reportAndCompareNeedTheRunFolderAlone() throws {
    let folder = try bench()
    try run(["train", "a.yaml", "--output", "one", "--quiet"], folder)
    try run(["train", "a.yaml", "--output", "two", "--quiet", "--seed", "3"], folder)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("one/plots"))
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("d.csv"))
    let report = try run(["report", "one"], folder)
    #expect(report.output.contains("ranked by area under the ROC curve"))
    let plots = folder.url.appendingPathComponent("one/plots/roc.gp")
    #expect(FileManager.default.fileExists(atPath: plots.path))
    let compared = try run(["compare", "one", "two", "--output", "both"], folder)
    #expect(compared.output.contains("one") && compared.output.contains("two"))
  }

  @Test func theSummaryHasItsKeys() throws {
    let folder = try bench()
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    let data = try Data(contentsOf: folder.url.appendingPathComponent("run/summary.json"))
    let top = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    for key in ["analysis", "version", "events", "methods"] { #expect(top[key] != nil, "\(key)") }
    let methods = try #require(top["methods"] as? [[String: Any]])
    #expect(Set(methods.compactMap { $0["name"] as? String }) == Set(Self.names))
    let keys = [
      "name", "kind", "auc", "auc_train", "efficiency", "separation", "significance",
      "overtraining", "train_seconds", "apply_seconds", "apply_ns_per_event", "model_bytes",
    ]
    for key in keys { #expect(methods[0][key] != nil, "\(key)") }
    let efficiency = try #require(methods[0]["efficiency"] as? [[String: Any]])
    #expect(efficiency.compactMap { $0["background"] as? Double } == [0.01, 0.1, 0.3])
    let areas = methods.compactMap { ($0["auc"] as? [String: Double])?["value"] }
    #expect(areas == areas.sorted(by: >))
  }

  @Test func droppedEventsAreReportedAndScoredAsNaN() throws {
    let folder = try bench(more: "missing: drop")
    let csv = folder.url.appendingPathComponent("d.csv")
    var lines = try String(contentsOf: csv, encoding: .utf8).split(separator: "\n").map(String.init)
    lines[7] = "nan" + lines[7].drop { $0 != "," }
    try folder.write("d.csv", lines.joined(separator: "\n") + "\n")
    let result = try run(["train", "a.yaml", "--output", "run"], folder)
    #expect(result.errors.contains("dropped"), "\(result.errors)")
    try run(["apply", "run/models/Fisher.safetensors", "--input", "d.csv", "--output", "o.csv"], folder)
    let scores = try column("Fisher", "o.csv", folder)
    #expect(scores.count == 1500 && scores[6].isNaN && scores.count { $0.isNaN } == 1)
  }

  @Test func applyWarnsOfInputsOutsideTheTrainingRange() throws {
    let folder = try bench()
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    try folder.write("far.csv", "x1,x2,x3\n100,0,0\n0.1,0.2,0.1\n")
    let result = try run(
      ["apply", "run/models/Fisher.safetensors", "--input", "far.csv", "--output", "o.csv"], folder)
    #expect(result.errors.contains("1 of 2 events (50 %) are outside the training range of “x1”"))
  }

  @Test func filesThatAreNotOfARunAreNeverTouched() throws {
    let folder = try bench()
    let mine = folder.url.appendingPathComponent("mine")
    try FileManager.default.createDirectory(
      at: mine.appendingPathComponent("models"), withIntermediateDirectories: true)
    try Data("x".utf8).write(to: mine.appendingPathComponent("models/notes.txt"))
    try Data("name: mine\n".utf8).write(to: mine.appendingPathComponent("analysis.yaml"))
    for option in ["--overwrite", "--resume"] {
      try run(["train", "a.yaml", "--output", "mine", option, "--quiet"], folder, code: 73)
    }
    #expect(try String(contentsOf: mine.appendingPathComponent("analysis.yaml"), encoding: .utf8) == "name: mine\n")
    #expect(FileManager.default.fileExists(atPath: mine.appendingPathComponent("models/notes.txt").path))
  }

  @Test func aMistakeCostsNoOldResult() throws {
    let folder = try bench()
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    try folder.write(
      "bad.yaml",
      """
      name: t
      input: {file: d.csv, label: class, signal: signal, background: background}
      variables: [x1, x2]
      methods: {Fisher: {transforms: [gaus]}}
      """)
    let result = try run(["train", "bad.yaml", "--output", "run", "--overwrite"], folder, code: 78)
    #expect(result.errors.contains("did you mean “gauss”"))
    let report = folder.url.appendingPathComponent("run/report.html")
    #expect(FileManager.default.fileExists(atPath: report.path))
  }

  @Test func applyRefusesToOverwriteItsInput() throws {
    let folder = try bench()
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    let model = "run/models/Fisher.safetensors"
    let before = try Data(contentsOf: folder.url.appendingPathComponent("d.csv"))
    try run(["apply", model, "--input", "d.csv", "--output", "./d.csv"], folder, code: 64)
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("d.csv")) == before)
  }

  @Test func aDamagedModelIsRefused() throws {
    let folder = try bench()
    try run(["train", "a.yaml", "--output", "run", "--quiet"], folder)
    var data = try Data(contentsOf: folder.url.appendingPathComponent("run/models/KNN.safetensors"))
    data[data.count - 5] ^= 1
    try folder.write("bad.safetensors", data)
    let result = try run(["verify", "bad.safetensors"], folder, code: 65)
    #expect(result.errors.contains("digest"))
  }

  @Test func columnsOfAFileWithoutHeaderAreNamedInApplyToo() throws {
    let folder = try bench()
    let text = try String(contentsOf: folder.url.appendingPathComponent("d.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").dropFirst()
    try folder.write("bare.csv", lines.joined(separator: "\n") + "\n")
    try folder.write(
      "bare.yaml",
      """
      name: t
      input:
        {file: bare.csv, label: class, signal: signal, background: background,
         csv: {header: false, names: [a, b, c, w, id, class]}}
      variables: [a, b]
      methods: {Fisher: {}}
      """)
    try run(["train", "bare.yaml", "--output", "run", "--quiet"], folder)
    try run(
      ["apply", "run/models/Fisher.safetensors", "--input", "bare.csv", "--output", "o.csv"], folder)
    #expect(try column("Fisher", "o.csv", folder).count == 1500)
  }
}
