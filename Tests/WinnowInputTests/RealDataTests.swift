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
}
