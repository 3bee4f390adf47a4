import Foundation
import Testing
import WinnowCore
import WinnowInput

/// Arrays written by NumPy (`Fixtures/make_root.py`).
@Suite struct NumPyTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func open(_ name: String, names: [String]? = nil) throws -> any TableSource {
    try FileFormats.open(
      FileReference(parsing: fixture(name)), options: ReadingOptions(names: names))
  }

  @Test(arguments: ["record.npy", "several.npz:r"])
  func recordsKeepTheirTypes(name: String) throws {
    let source = try open(name)
    #expect(source.names == ["pt", "eta", "id", "tag", "raw", "ok", "hits", "z"])
    #expect(source.columns[0].type == .float(bits: 32))
    #expect(source.columns[6].type == .list(of: .signed(bits: 16), count: 3))
    let pt: [Double] = [0.1, 2.5, -3.75, 1e-30, 7].map { Double(Float($0)) }
    let eta: [Double] = [1, -2, 5, -7, 11].map { $0 / 3 }
    let ok: [Double] = [1, 0, 1, 1, 0]
    #expect(try source.numbers(of: ["pt", "eta", "ok"]) == [pt, eta, ok])
    #expect(
      try source.exactValues(of: "id")
        == .integer([9_007_199_254_740_993, -9_007_199_254_740_993, .max, .min, 42]))
    #expect(try source.exactValues(of: "tag") == .text(["g", "h", "", "éü", "abcd"]))
    #expect(try source.exactValues(of: "raw") == .text(["a", "", "xyz", "b", "c"]))
    #expect(fault { _ = try source.numbers(of: ["z"]) }?.message.contains("NumPy's type “<c8”") == true)
    let sums = SampleRequest(
      sources: [.init([FileReference(parsing: fixture(name))])],
      features: [Feature("sum", expression: "sum(hits) + hits[0]")])
    #expect(try load(sums).sample.columns[0] == [-25, -13, -1, 11, 23])
  }

  @Test func matricesAndLines() throws {
    let matrix = try open("matrix.npy", names: ["a", "b", "c"])
    #expect(try matrix.numbers(of: ["a", "c"]) == [[0, 0.375, 0.75, 1.125], [0.25, 0.625, 1, 1.375]])
    #expect(try open("fortran.npy").numbers(of: ["var2"]) == [[0.25, 0.625, 1, 1.375]])
    #expect(try open("line.npy").exactValues(of: "line") == .integer([-2, -1, 0, 1, 2]))
    #expect(try open("half.npy").numbers(of: ["half"]) == [[0.5, -2, .infinity]])
  }

  @Test func archivesAreTables() throws {
    let columns = try open("columns.npz")
    #expect(columns.names == ["x", "n", "m"])
    #expect(try columns.numbers(of: ["x", "n"], rows: 4..<9) == [[1, 1.25], [4, 5]])
    let request = SampleRequest(
      sources: [.init([FileReference(file: fixture("columns.npz"))])],
      features: [Feature("m[1]"), Feature("x")])
    #expect(try load(request).sample.columns[0] == [1, 3, 5, 7, 9, 11])
    #expect(try open("columns.npz:m").numbers(of: ["var0"]) == [[0, 2, 4, 6, 8, 10]])
    let packed = try open("packed.npz")
    #expect(try packed.numbers(of: ["x"])[0] == (0..<2000).map { Double($0) / 4 })
    #expect(try packed.exactValues(of: "tag", rows: 1998..<2000) == .text(["a", "é"]))
  }

  @Test(arguments: [
    ("cube.npy", "is no table: it has the shape 2 × 2 × 2"),
    ("line.npy:x", "an .npy file holds one array and no object “x”"),
    ("several.npz", "the arrays are no one table; name one, as in"),
    ("several.npz:q", "there is no array “q”"),
  ])
  func faults(name: String, message: String) throws {
    let error = fault { _ = try open(name) }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "no error")")
  }

  /// Each damage is an error or leaves a readable table, and never a crash.
  @Test(arguments: ["record.npy", "columns.npz", "packed.npz"])
  func damagedFiles(name: String) throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: fixture(name)))
    for length in stride(from: 8, to: whole.count - 1, by: max(1, whole.count / 150)) {
      let file = FileReference(file: try scratch.file("cut.bin", whole.prefix(length)))
      let error = fault { _ = try FileFormats.open(file) }
      #expect(error?.kind == .badData, "cut to \(length) bytes")
    }
    for position in stride(from: 6, to: whole.count, by: 1 + whole.count / 600) {
      var bytes = whole
      bytes[position] ^= UInt8(1 << (position % 8))
      let file = FileReference(file: try scratch.file("flip.bin", bytes))
      _ = fault { try readEverything(file) }
    }
  }
}
