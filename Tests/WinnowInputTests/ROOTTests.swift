import Foundation
import Testing
import WinnowCore
import WinnowExpressions
import WinnowInput

/// Trees written by uproot, read as tables (`Fixtures/make_root.py`).
@Suite struct ROOTTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func columnsKeepTheirTypes() throws {
    let source = try FileFormats.open(FileReference(parsing: fixture("trees.root:nominal/signal")))
    #expect(source.names == ["x", "y", "event_id", "ok", "n"])
    #expect(
      source.columns.map(\.type)
        == [.float(bits: 32), .float(bits: 64), .signed(bits: 64), .bool, .unsigned(bits: 16)])
    #expect(try source.rowCount() == 60)
    let ids = (0..<60).map { 9_007_199_254_740_993 + Int64($0) }
    #expect(try source.exactValues(of: "event_id") == .integer(ids))
    #expect(try source.exactValues(of: "ok", rows: 58..<70) == .integer([0, 0]))
    #expect(try source.numbers(of: ["n", "ok"], rows: 2..<5) == [[2, 3, 4], [0, 1, 0]])
  }

  @Test func classesInTreesOfTheirOwn() throws {
    let files = ["signal", "background"].map {
      FileReference(parsing: fixture("trees.root:nominal/\($0)"))
    }
    var request = SampleRequest(
      sources: [.init([files[0]], classIndex: 0), .init([files[1]], classIndex: 1)],
      features: [Feature("x"), Feature("sum", expression: "x + y")])
    request.cut = try Expression(parsing: "n >= 10")
    request.spectators = [try NamedExpression(parsing: "event_id")]
    let loaded = try load(request)
    #expect(loaded.tallies.map(\.accepted) == [50, 30])
    let x = try FileFormats.open(files[1]).numbers(of: ["x"])[0]
    #expect(loaded.sample.columns[0][50...].map { Double($0) } == Array(x[10...]))
  }

  @Test func listing() throws {
    let tables = try WinnowInput.listing(of: FileReference(file: fixture("trees.root")), ranges: true)
    #expect(tables.map(\.location.object) == ["nominal/signal", "nominal/background"])
    #expect(tables.map(\.rows) == [60, 40])
    let number = try #require(tables[0].columns.last)
    #expect(number.range?.maximum == 59)
    #expect(number.storage?.uncompressedBytes ?? 0 >= 120)
    #expect(number.storage?.compressedBytes ?? 0 > 0)
  }

  @Test(arguments: [
    ("trees.root", "x", "the file holds 2 trees; name one"),
    ("trees.root:nominal/sginal", "x", "there is no “sginal” in directory “nominal”; did you mean “signal”?"),
    ("trees.root:nominal/signal", "xx", "nominal/signal: there is no column “xx”"),
    ("jets.root", "jet_pt", "“jet_pt” holds several values per event; take one, as in “jet_pt[0]”"),
    ("jets.root", "met[0]", "“met” holds one number per event and takes no index"),
    ("jets.root", "sum(jet_pt * mu_pt)", "differ in length"),
  ])
  func faults(name: String, feature: String, message: String) throws {
    let request = SampleRequest(
      sources: [.init([FileReference(parsing: fixture(name))])], features: [Feature(feature)])
    let error = fault { _ = try load(request) }
    #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "no error")")
  }

  /// Entry i of `jets.root` has i % 4 jets of 10.5 i + j GeV at eta 0.5 j − 0.5.
  @Test(arguments: [
    ("size(jet_pt)", [0, 1, 2, 3, 0, 1]),
    ("sum(jet_pt)", [0, 10.5, 43, 97.5, 0, 52.5]),
    ("at(jet_pt, 1, -1)", [-1, -1, 22, 32.5, -1, -1]),
    ("at(jet_pt, size(jet_pt) - 1, met)", [0, 10.5, 22, 33.5, 4, 52.5]),
    ("size(jet_pt) > 0 ? max(jet_pt) : 0", [0, 10.5, 22, 33.5, 0, 52.5]),
    ("size(jet_pt) > 0 ? mean(jet_pt) - min(jet_pt) : 0", [0, 0, 0.5, 1, 0, 0]),
    ("sum(jet_pt > 30 && jet_eta >= 0)", [0, 0, 0, 2, 0, 0]),
    ("any(jet_eta > 0) + 10 * all(jet_eta > 0)", [10, 0, 0, 1, 10, 0]),
    ("sum(jet_pt - met)", [0, 9.5, 39, 88.5, 0, 47.5]),
    ("sum(jet_eta * (jet_pt > mean(jet_pt)))", [0, 0, 0, 0.5, 0, 0]),
    ("sum(jet_pt[jet_eta * 2 + 1])", [0, 10.5, 43, 97.5, 0, 52.5]),
    ("p4[3] - p4[0] + max(p4) - sum(p4) / 4", [4.5, 4.5, 4.5, 4.5, 4.5, 4.5]),
    ("min(met, 3) + max(met, 2, 1)", [2, 3, 4, 6, 7, 8]),
    ("at(jet_pt / 2, 0.5, 7) + at(jet_pt, -1, 1)", [8, 8, 8, 8, 8, 8]),
  ])
  func listsBecomeNumbers(expression: String, expected: [Float]) throws {
    for file in ["jets.root", "jets_ntuple.root"] {
      var request = SampleRequest(
        sources: [.init([FileReference(file: fixture(file))])],
        features: [Feature("value", expression: expression)])
      request.limit = 6
      #expect(try load(request).sample.columns[0] == expected)
    }
  }

  @Test func absentElementsAreMissing() throws {
    var request = SampleRequest(
      sources: [.init([FileReference(file: fixture("jets.root"))])], features: [Feature("jet_pt[0]")])
    let error = fault { _ = try load(request) }
    #expect(error.map { "\($0)".contains("(row 1, column “jet_pt[0]”): the value is NaN") } == true)
    request.missing = .drop
    let loaded = try load(request)
    #expect(loaded.sample.count == 30)
    #expect(loaded.tallies[0].dropped == 10)
    #expect(loaded.sample.columns[0].prefix(3) == [10.5, 21, 31.5])
  }

  @Test func severalFilesAreAChain() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture("jets.root")))
    for name in ["a_1.root", "a_2.root"] { _ = try scratch.file(name, bytes) }
    let files = try FileSet(patterns: ["a_*.root:events"], relativeTo: scratch.path).files
    let loaded = try load(SampleRequest(sources: [.init(files)], features: [Feature("met")]))
    #expect(loaded.sample.columns[0] == (0..<80).map { Float($0 % 40) })
  }
}
