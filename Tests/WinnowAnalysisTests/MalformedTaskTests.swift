import Foundation
import Testing

/// Analyses of a regression or of several classes that cannot be right, through the program.
@Suite(.serialized) struct MalformedTaskTests {
  typealias Case = MalformedInputTests.Case

  private static func regression(
    _ name: String, _ code: Int32, _ message: String, input: String = "{file: d.csv}",
    targets: String = "targets: [y]", variables: String = "[x]", methods: String = "{LD: {}}",
    more: String = "", csv: String = Case.table()
  ) -> Case {
    Case(
      name: name, code: code, message: message,
      analysis: "name: t\ninput: \(input)\nvariables: \(variables)\n\(targets)\nmethods: \(methods)\n\(more)\n",
      csv: Data(csv.utf8))
  }

  private static func classes(
    _ name: String, _ code: Int32, _ message: String, _ input: String, methods: String = "{KNN: {neighbors: 3}}"
  ) -> Case {
    .yaml(name, code, message, Case.analysis(input: input, methods: methods))
  }

  static let regressions: [Case] = [
    regression("no targets", 78, "input.label is missing", targets: ""),
    regression("empty targets", 78, "at least one target", targets: "targets: []"),
    regression("misspelt targets", 78, "did you mean “targets”", targets: "tragets: [y]"),
    regression("target and targets", 78, "either “target” or “targets”", targets: "targets: [y]\ntarget: y"),
    regression("target twice", 78, "“y” twice", targets: "targets: [y, y]"),
    regression("missing target column", 65, "did you mean “y”", targets: "targets: [yy]"),
    regression("misspelt target key", 78, "did you mean “transform”", targets: "target: {name: y, transfrom: log}"),
    regression("unknown transform", 78, "did you mean “log”", targets: "target: {name: y, transform: lgo}"),
    regression("ratio to nothing", 78, "needs “raw”", targets: "target: {name: y, transform: ratio}"),
    regression("retransform of no logarithm", 78, "retransform", targets: "target: {name: y, retransform: none}"),
    regression("logarithm of zero", 65, "transform log is undefined", targets: "target: {name: y, transform: log}"),
    regression("ratio to zero", 65, "transform ratio is undefined", targets: "target: {name: y, transform: ratio, raw: x - x}"),
    regression("two tasks in one", 78, "the analysis has targets", input: "{file: d.csv, label: class, signal: s, background: b}"),
    regression("classes and targets", 78, "the analysis has targets", input: "{signal: d.csv, background: d.csv}"),
    regression("normalization of classes", 78, "a regression has none", more: "normalization: events"),
    regression("option of another task", 78, "did you mean “profile_bins”", more: "evaluation: {profil_bins: 3}"),
    regression("method without regression", 78, "those that do are", methods: "{Fisher: {}}"),
    regression("method without regression names others", 78, "KNN", methods: "{Likelihood: {}}"),
    regression("NaN target", 65, "row 6", csv: Case.table([6: "1,nan,1,6,s"])),
    regression("infinite target", 65, "target “y” is inf", csv: Case.table([6: "1,inf,1,6,s"])),
    regression("constant target", 65, "target “y” is constant", csv: "x,y\n" + (1...40).map { "\($0),3\n" }.joined()),
    regression("cut that keeps nothing", 65, "there are no events", more: "cut: x > 1000"),
    regression("weights that add up to zero", 65, "weights sum to", more: "weight: 0"),
    regression("spectator named as the target", 78, "a target", more: "spectators: [y]"),
  ]

  static let multiclass: [Case] = [
    classes("two classes as a list", 78, "two classes are “signal” and “background”", "{file: d.csv, label: class, classes: [s, b]}"),
    classes("class twice", 78, "“s” is named twice", "{file: d.csv, label: class, classes: [s, b, s]}"),
    classes("value of two classes", 78, "stands for", "{file: d.csv, label: class, classes: {one: [s, b], two: b, three: c}}"),
    classes("signal and classes", 78, "either signal and background, or classes", "{file: d.csv, label: class, signal: s, classes: [s, b, c]}"),
    classes("class nobody has", 65, "class “c” has no events", "{file: d.csv, label: class, classes: [s, b, c]}"),
    classes("label beside files per class", 78, "belongs beside a file", "{label: class, classes: {a: d.csv, b: d.csv, c: d.csv}}"),
    classes("class named as a path", 78, "cannot name a class", "{classes: {a/b: d.csv, b: d.csv, c: d.csv}}"),
    classes("method of two classes", 78, "more than two classes", "{file: d.csv, label: x, classes: ['-2', '-1', '0']}", methods: "{Fisher: {}}"),
    classes("misspelt classes", 78, "did you mean “classes”", "{file: d.csv, label: class, clases: [s, b, c]}"),
    classes("other classes for the test", 78, "different classes", "{train: {file: d.csv, classes: [a, b, c]}, test: {file: d.csv, classes: [a, b, d]}, label: class}"),
  ]

  @Test(arguments: regressions + multiclass)
  func endsWithCodeAndMessage(_ item: Case) throws {
    let folder = try ScratchFolder()
    try folder.write("a.yaml", item.analysis)
    try folder.write("d.csv", item.csv)
    let result = try CommandLineTool.run(item.arguments, in: folder.url)
    #expect(result.code == item.code, "\(result.errors)")
    #expect(result.errors.contains(item.message), "\(result.errors)")
    let left = FileManager.default.fileExists(
      atPath: folder.url.appendingPathComponent("run/summary.json").path)
    #expect(!left, "a failed run must leave no summary")
  }

  @Test func theBasesOfAllCasesRun() throws {
    let folder = try ScratchFolder()
    try folder.write("a.yaml", Self.regression("base", 0, "").analysis)
    try folder.write(
      "b.yaml",
      Case.analysis(
        input: "{file: d.csv, label: x, classes: {low: ['-2', '-1'], mid: ['0', '1'], high: ['2', '3', '4']}}",
        variables: "[y, id]", methods: "{KNN: {neighbors: 3}}"))
    try folder.write("d.csv", Case.table())
    for (file, output) in [("a.yaml", "one"), ("b.yaml", "two")] {
      let result = try CommandLineTool.run(["train", file, "--output", output], in: folder.url)
      #expect(result.code == 0, "\(result.errors)")
    }
  }
}
