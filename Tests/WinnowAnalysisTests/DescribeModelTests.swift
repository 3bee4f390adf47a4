import Foundation
import Testing
import WinnowAnalysis
import WinnowEvaluation

/// `winnow describe MODEL`, and what a report tells of a forest.
@Suite(.serialized) struct DescribeModelTests {
  /// x1 says much, x2 little, x3 nothing.
  private func trained(split: String = "{mode: alternate}") throws -> ScratchFolder {
    let folder = try ScratchFolder()
    var table = "x1,x2,x3,id,class\n"
    for row in 0..<3000 {
      let signal = row % 3 == 0
      // Sequences that fill the interval evenly and know nothing of one another.
      let (a, b) = (Double(row) * 0.618034, Double(row) * 0.754878)
      let c = Double(row) * 0.569840
      func fraction(_ x: Double) -> Double { x - x.rounded(.down) }
      table += "\(fraction(a) + (signal ? 0.5 : 0)),\(fraction(b) + (signal ? 0.1 : 0)),"
        + "\(fraction(c)),\(row),\(signal ? "s" : "b")\n"
    }
    try folder.write("d.csv", table)
    try folder.write(
      "a.yaml",
      """
      name: t
      input: {file: d.csv, label: class, signal: s, background: b}
      variables: [x1, x2, x3]
      spectators: [id]
      split: \(split)
      methods: {BDT: {trees: 30, early_stopping: 0}, Fisher: {}}
      """)
    let result = try CommandLineTool.run(
      ["train", "a.yaml", "--output", "run", "--quiet"], in: folder.url)
    try #require(result.code == 0, "\(result.errors)")
    return folder
  }

  private func describe(_ arguments: [String], _ folder: ScratchFolder) throws -> CommandLineTool.Result {
    try CommandLineTool.run(["describe"] + arguments, in: folder.url)
  }

  @Test func theFileAndItsTreesAreShown() throws {
    let folder = try trained()
    let model = "run/models/BDT.safetensors"
    let whole = try describe([model], folder)
    #expect(whole.code == 0)
    for part in ["BDT (BDT)", "trees: 30", "forest", "30 trees, ", "analysis “t”, seed 100", "x3"] {
      #expect(whole.output.contains(part), "\(part)")
    }
    #expect(try CommandLineTool.run(["inspect", model], in: folder.url).output == whole.output)
    let tree = try describe([model, "--tree", "30"], folder).output
    #expect(tree.contains("├─ yes") && tree.contains("events)") && tree.contains("x1 ≤"))
    let drawn = try describe([model, "--tree", "1", "--svg", "tree.svg"], folder)
    #expect(drawn.code == 0 && drawn.output.isEmpty)
    let svg = try String(
      contentsOf: folder.url.appendingPathComponent("tree.svg"), encoding: .utf8)
    #expect(svg.hasPrefix("<svg ") && svg.contains("x1 ≤"))
  }

  @Test func aTreeThatIsNotThereIsAnError() throws {
    let folder = try trained()
    let model = "run/models/BDT.safetensors"
    let cases: [(arguments: [String], code: Int32, message: String)] = [
      ([model, "--tree", "31"], 64, "has no tree 31; allowed: 1 … 30"),
      ([model, "--tree", "0"], 64, "has no tree 0"),
      ([model, "--tree", "1", "--fold", "2"], 64, "has no fold 2; allowed: 1 … 1"),
      (["run/models/Fisher.safetensors", "--tree", "1"], 64, "Fisher, which has no trees"),
      (["none.safetensors"], 66, "none.safetensors"),
      ([model, "--svg", "t.svg"], 64, "need --tree"),
      (["BDT", "--tree", "1"], 64, "need a model file"),
      ([model, "--tree", "1", "--svg", "none/t.svg"], 73, "none/t.svg"),
    ]
    for (arguments, code, message) in cases {
      let result = try describe(arguments, folder)
      #expect(result.code == code && result.errors.contains(message), "\(arguments): \(result.errors)")
    }
  }

  @Test(arguments: ["{mode: alternate}", "{mode: folds, folds: 2, by: id}"])
  func theSummaryTellsWhatInputsDo(split: String) throws {
    let folder = try trained(split: split)
    let data = try Data(contentsOf: folder.url.appendingPathComponent("run/summary.json"))
    let methods = try SummaryCoding.decode(data).methods
    #expect(try #require(methods.first { $0.name == "Fisher" }).figures.forest == nil)
    for method in methods {
      #expect(method.figures.permutation?.map(\.variable) == ["x1", "x2", "x3"], "\(method.name)")
      #expect(method.figures.permutedEvents ?? 0 > 100)
    }
    let forest = try #require(methods.first { $0.name == "BDT" }?.figures.forest)
    #expect(forest.trees == 30 && forest.inputs.map(\.name) == ["x1", "x2", "x3"])
    for share in [\ForestFigures.Input.gain, \.count, \.tmva] {
      #expect(abs(forest.inputs.reduce(0) { $0 + $1[keyPath: share] } - 1) < 1e-9)
    }
    let figures = try #require(methods.first { $0.name == "BDT" }?.figures)
    let permutation = try #require(figures.permutation).map(\.loss)
    let contribution = try forest.inputs.map { try #require($0.contribution) }
    #expect(permutation[0].value > 10 * permutation[0].error)
    #expect(permutation[2].value < 5 * permutation[2].error)
    #expect(contribution[0].value > contribution[1].value)
    #expect(contribution[1].value > contribution[2].value && contribution[2].error > 0)
    let curve = try #require(forest.dependence.first)
    #expect(curve.name == "x1")
    let last = try #require(curve.scores.last)
    // Signal lies above 1 alone.
    #expect(last > curve.scores[0] + 1)
    let page = try String(
      contentsOf: folder.url.appendingPathComponent("run/report.html"), encoding: .utf8)
    for title in ["Partial dependence of BDT", "AUC lost", "Contributions of the inputs"] {
      #expect(page.contains(title))
    }
  }
}
