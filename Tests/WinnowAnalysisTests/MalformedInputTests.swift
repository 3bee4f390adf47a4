import Foundation
import Testing
import WinnowAnalysis
import WinnowCore

/// Bad input of every kind, through the program as a user meets it: exit code and message.
@Suite(.serialized) struct MalformedInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let code: Int32
    let message: String
    /// The analysis file; `@` lines of the default replaced by the given ones.
    var analysis = Case.analysis()
    var csv: Data = Data(Case.table().utf8)
    var files: [String: Data] = [:]
    var arguments = ["train", "a.yaml", "--output", "run"]

    var testDescription: String { name }

    /// An analysis that runs; each part can be replaced.
    static func analysis(
      input: String = "{file: d.csv, label: class, signal: s, background: b}",
      variables: String = "[x, y]", methods: String = "{Fisher: {}}", more: String = ""
    ) -> String {
      "name: t\ninput: \(input)\nvariables: \(variables)\nmethods: \(methods)\n\(more)\n"
    }

    /// A table that trains; rows can be replaced by number.
    static func table(_ replaced: [Int: String] = [:], header: String = "x,y,w,id,class") -> String {
      let rows = (1...40).map { row in
        replaced[row] ?? "\(Double(row % 7) - 2),\(Double(row * row % 11)),1,\(row),\(row % 2 == 0 ? "s" : "b")"
      }
      return ([header] + rows).joined(separator: "\n") + "\n"
    }

    static func yaml(_ name: String, _ code: Int32, _ message: String, _ text: String) -> Case {
      Case(name: name, code: code, message: message, analysis: text)
    }

    static func csv(_ name: String, _ code: Int32, _ message: String, _ text: String) -> Case {
      Case(name: name, code: code, message: message, csv: Data(text.utf8))
    }
  }

  static let configuration: [Case] = [
    .yaml("empty file", 78, "a.yaml", ""),
    .yaml("no YAML", 78, "a.yaml:2", "name: [t\ninput: x\n}"),
    .yaml("misspelt key", 78, "did you mean “variables”", "name: t\nvariabels: [x]\n"),
    .yaml("repeated key", 78, "given twice", "name: t\nname: u\n"),
    .yaml("missing part", 78, "methods is missing", "name: t\ninput: {file: d.csv, label: class, signal: s, background: b}\nvariables: [x]\n"),
    .yaml("name with a slash", 78, "name must be", Case.analysis().replacingOccurrences(of: "name: t", with: "name: ../t")),
    .yaml("unknown method", 78, "did you mean “Fisher”", Case.analysis(methods: "{Fischer: {}}")),
    .yaml("no methods", 78, "at least one method", Case.analysis(methods: "{}")),
    .yaml("unknown option", 78, "did you mean “trees”", Case.analysis(methods: "{BDT: {tres: 3}}")),
    .yaml("option out of range", 78, "methods.BDT.trees must be in", Case.analysis(methods: "{BDT: {trees: -3}}")),
    .yaml("option of a wrong type", 78, "must be a whole number; got the text “many”", Case.analysis(methods: "{BDT: {trees: many}}")),
    .yaml("unknown transform", 78, "did you mean “normalize”", Case.analysis(more: "transforms: [normalise]")),
    .yaml("no variables", 78, "at least one variable", Case.analysis(variables: "[]")),
    .yaml("variable twice", 78, "“x” twice", Case.analysis(variables: "[x, y, x]")),
    .yaml("broken expression", 78, "x + * y", Case.analysis(variables: "[x, \"z := x + * y\"]")),
    .yaml("unknown function", 78, "did you mean “sqrt”", Case.analysis(variables: "[x, \"z := sqrrt(y)\"]")),
    .yaml("missing column", 65, "did you mean “y”", Case.analysis(variables: "[x, yy]")),
    .yaml("missing weight column", 65, "weigth", Case.analysis(more: "weight: weigth")),
    .yaml("split of a wrong mode", 78, "did you mean “random”", Case.analysis(more: "split: {mode: randm}")),
    .yaml("split key of another mode", 78, "split", Case.analysis(more: "split: {mode: alternate, test: 0.3}")),
    .yaml("split fraction", 78, "split (mode random).test must be in (0.0, 1.0)", Case.analysis(more: "split: {test: 1.5}")),
    .yaml("too many events in a block", 78, "wants more", Case.analysis(more: "split: {mode: block, train: 5000, test: 5000}")),
    .yaml("label without values", 78, "input.background is missing", Case.analysis(input: "{file: d.csv, label: class, signal: s}")),
    .yaml("one label for both", 78, "stands for signal and for background", Case.analysis(input: "{file: d.csv, label: class, signal: s, background: s}")),
    .yaml("label nobody has", 65, "signal", Case.analysis(input: "{file: d.csv, label: class, signal: sig, background: b}")),
    .yaml("missing file", 66, "nothing.csv", Case.analysis(input: "{file: nothing.csv, label: class, signal: s, background: b}")),
    .yaml("glob without a match", 66, "part*.csv", Case.analysis(input: "{file: 'part*.csv', label: class, signal: s, background: b}")),
    .yaml("cut that keeps nothing", 65, "signal", Case.analysis(more: "cut: x > 1000")),
    .yaml("weights that add up to zero", 65, "weight", Case.analysis(more: "weight: 0")),
    .yaml("expression of text", 65, "class", Case.analysis(variables: "[x, class]")),
    Case(name: "not UTF-8", code: 78, message: "UTF-8", files: ["a.yaml": Data([0x6e, 0xff, 0xfe, 0x3a])]),
    Case(name: "no such analysis", code: 66, message: "b.yaml", arguments: ["train", "b.yaml"]),
  ]

  static let tables: [Case] = [
    .csv("text in a number column", 65, "row 5", Case.table([5: "1,abc,1,5,s"])),
    .csv("NaN in an accepted event", 65, "row 6", Case.table([6: "1,nan,1,6,s"])),
    .csv("infinity in an accepted event", 65, "row 7", Case.table([7: "inf,2,1,7,s"])),
    .csv("constant column", 65, "“y”", "x,y,class\n" + (1...40).map { "\($0),3,\($0 % 2 == 0 ? "s" : "b")\n" }.joined()),
    .csv("ragged row", 65, "row 9", Case.table([9: "1,2,1"])),
    .csv("empty class", 65, "signal", "x,y,class\n1,2,b\n2,3,b\n3,5,b\n"),
    .csv("empty table", 65, "d.csv", ""),
    .csv("header only", 65, "d.csv", "x,y,class\n"),
    .csv("column twice", 65, "“x”", Case.table(header: "x,x,w,id,class")),
    Case(name: "NUL bytes", code: 65, message: "d.csv", csv: Data(repeating: 0, count: 500)),
    Case(name: "header not UTF-8", code: 65, message: "d.csv", csv: Data([0x78, 0xff, 0x2c, 0x79, 0x0a, 0x31, 0x2c, 0x32, 0x0a])),
    Case(
      name: "truncated gzip", code: 65, message: "d.csv.gz",
      analysis: Case.analysis(input: "{file: d.csv.gz, label: class, signal: s, background: b}"),
      files: ["d.csv.gz": Data([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0x4c])]),
    Case(
      name: "HDF5 that is none", code: 65, message: "d.h5",
      analysis: Case.analysis(input: "{signal: 'd.h5:s', background: 'd.h5:b'}"),
      files: ["d.h5": Data([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] + Array(repeating: 7, count: 300))]),
  ]

  static let models: [Case] = [
    ("empty model", Data()), ("text as a model", Data("hello, world".utf8)),
    ("huge header", Data([255, 255, 255, 255, 255, 255, 255, 127, 123])),
    ("safetensors of another program", Data([2, 0, 0, 0, 0, 0, 0, 0]) + Data("{}".utf8)),
  ].map { name, data in
    Case(
      name: name, code: 65, message: "m.safetensors", files: ["m.safetensors": data],
      arguments: ["verify", "m.safetensors"])
  } + [
    Case(name: "no model", code: 66, message: "none.safetensors", arguments: ["verify", "none.safetensors"]),
    Case(name: "unknown command", code: 64, message: "trian", arguments: ["trian"]),
    Case(name: "threads out of range", code: 64, message: "--threads", arguments: ["train", "a.yaml", "--threads", "0"]),
    Case(name: "unknown toy", code: 78, message: "did you mean “higgs”", arguments: ["generate", "higs", "--output", "o.h5"]),
    Case(name: "unknown toy option", code: 78, message: "did you mean “distance”", arguments: ["generate", "gauss", "--set", "distanc=2", "--output", "o.h5"]),
    Case(name: "unknown output format", code: 64, message: "o.xyz", arguments: ["generate", "gauss", "--events", "10", "--output", "o.xyz"]),
    Case(name: "nothing to describe", code: 64, message: "did you mean “BDT”", arguments: ["describe", "BTD"]),
    Case(name: "report of no run", code: 66, message: "nowhere", arguments: ["report", "nowhere"]),
    Case(name: "inspecting nothing", code: 66, message: "none.h5", arguments: ["inspect", "none.h5"]),
  ]

  @Test(arguments: configuration + tables + models)
  func endsWithCodeAndMessage(_ item: Case) throws {
    let folder = try ScratchFolder()
    try folder.write("a.yaml", item.analysis)
    try folder.write("d.csv", item.csv)
    for (name, data) in item.files { try folder.write(name, data) }
    let result = try CommandLineTool.run(item.arguments, in: folder.url)
    #expect(result.code == item.code, "\(result.errors)")
    #expect(result.errors.contains(item.message), "\(result.errors)")
    let left = FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("run/summary.json").path)
    #expect(!left, "a failed run must leave no summary")
  }

  @Test func theBaseOfAllCasesRuns() throws {
    let folder = try ScratchFolder()
    try folder.write("a.yaml", Case.analysis())
    try folder.write("d.csv", Case.table())
    let result = try CommandLineTool.run(["train", "a.yaml", "--output", "run"], in: folder.url)
    #expect(result.code == 0, "\(result.errors)")
  }

  @Test func thereAreAtLeastForty() {
    #expect(Self.configuration.count + Self.tables.count + Self.models.count >= 40)
  }

  @Test func everyTruncationAndBitFlipOfAModelIsRefusedOrHarmless() throws {
    let classifier = try TrainedClassifier.train(
      method: "BDT", settings: .table(["trees": 5]), on: ContractBench.train)
    let data = try ModelFile.encode(classifier)
    for length in stride(from: 0, to: data.count, by: 97) {
      #expect(throws: WinnowError.self) { try ModelFile.decode(data.prefix(length)) }
    }
    for position in stride(from: 0, to: data.count, by: 131) {
      var damaged = data
      damaged[position] ^= 1 << UInt8(position % 8)
      // A flipped bit in a number gives another valid number; a crash is what must not be.
      if let model = try? ModelFile.decode(damaged) {
        _ = try? model.scores(for: ContractBench.test.matching(model.schema), threads: 1)
      }
    }
  }
}
