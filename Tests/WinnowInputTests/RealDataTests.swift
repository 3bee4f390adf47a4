import Foundation
import Testing
import WinnowCore
import WinnowInput

/// Where the real data are: `WINNOW_SHARED_DATA`, or `../shared/data` beside the package.
private let sharedData: String? = {
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let places: [String?] = [
    ProcessInfo.processInfo.environment["WINNOW_SHARED_DATA"],
    package.deletingLastPathComponent().appendingPathComponent("shared/data").path,
  ]
  return places.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/magic") }
}()

@Suite(.enabled(if: sharedData != nil, "the real data are not here"))
struct RealDataTests {
  /// MAGIC telescope: the published numbers of gamma and hadron events.
  @Test func magic() throws {
    let folder = try #require(sharedData) + "/magic/"
    let names = [
      "Length", "Width", "Size", "Conc", "Conc1", "Asym", "M3Long", "M3Trans", "Alpha", "Dist",
    ]
    let files = ["train.csv", "test.csv"].map { FileReference(file: folder + $0) }
    var request = SampleRequest(
      sources: [.init(files)],
      features: names.map { Feature($0) })
    request.label = LabelRule(column: "class", signal: ["g"], background: ["h"])
    let loaded = try load(request)
    #expect(loaded.sample.count == 19_020)
    #expect(loaded.tallies.map(\.read) == [12_332, 6_688])
    let split = try Split.random(testFraction: 0.5, seed: 100).applied(to: loaded.sample)
    let test = loaded.sample.selecting(split.parts(holdingOut: 0).test)
    #expect(test.rows(ofClass: 0).count == 6166)
    #expect(test.rows(ofClass: 1).count == 3344)
  }

  @Test func photoZ() throws {
    let file = try #require(sharedData) + "/photo-z/test_dc2_training_9816.hdf5"
    let tables = try listing(of: FileReference(file: file))
    #expect(tables.count == 1)
    #expect(tables[0].rows == 10_225)
    #expect(tables[0].columns.allSatisfy { $0.type.isNumeric })
    #expect(tables[0].columns.contains { $0.name == "redshift" })
  }

  /// Trees that ROOT wrote, as the classes of an analysis; the sums are those of uproot.
  @Test(arguments: [
    ("tmva-examples/tmva_class_example.root", ["TreeS", "TreeB"], "var4", 6000, -2615.3188382090157),
    ("higgs/Higgs_data.root", ["sig_tree", "bkg_tree"], "m_wwbb", 10_000, 10017.116055369377),
  ])
  func classesInROOTFiles(
    name: String, trees: [String], variable: String, events: Int, sum: Double
  ) throws {
    let file = try #require(sharedData) + "/" + name
    let sources = trees.enumerated().map {
      SampleRequest.Source([FileReference(file: file, object: $1)], classIndex: $0)
    }
    let request = SampleRequest(
      sources: sources, features: [Feature(variable), Feature("twice", expression: "2 * \(variable)")])
    let loaded = try load(request)
    #expect(loaded.tallies.map(\.accepted) == [events, events])
    let found = loaded.sample.columns[0][events...].reduce(0) { $0 + Double($1) }
    #expect(abs(found - sum) < 1e-8)
  }

  /// One content in a tree and in an ntuple, lists of two kinds; the sums are those of uproot.
  @Test(arguments: ["jagged_ttree_zlib1.root", "jagged_ttree_lz4_4.root", "jagged_rntuple_zstd5.root"])
  func listsInROOTFiles(name: String) throws {
    let file = FileReference(file: try #require(sharedData) + "/root-files/" + name)
    let request = SampleRequest(
      sources: [.init([file])],
      features: [Feature("sum(pt)"), Feature("size(v)"), Feature("fix[2]", expression: "fix[2]")])
    let sample = try load(request).sample
    #expect(sample.count == 1000)
    #expect(sample.columns[0].reduce(0) { $0 + Double($1) } == 1_001_500)
    #expect(sample.columns[1].reduce(0) { $0 + Double($1) } == 1500)
  }
}
