import Testing
import WinnowCore
import WinnowInput

/// Files written by h5py; see `Fixtures/make.py`.
@Suite struct HDF5Tests {
  static let pt: [Float] = [0.1, 2.5, -3.75, 1e-30, 7]
  static let eta: [Double] = [1.0 / 3, -2.0 / 3, 5.0 / 3, -7.0 / 3, 11.0 / 3]
  static let id: [Int64] = [9_007_199_254_740_993, -9_007_199_254_740_993, .max, .min, 42]
  static let tags = ["g", "h", "gg", "", "é"]
  static let words = ["a", "béta", "", "delta", String(repeating: "e", count: 40)]

  private func open(_ name: String, options: ReadingOptions = ReadingOptions()) throws -> any TableSource {
    try FileFormats.open(FileReference(parsing: fixture(name)), options: options)
  }

  @Test func matrixWithNames() throws {
    let source = try open("matrix.h5")
    #expect(source.location.object == "events")
    #expect(source.names == ["pt", "two pt", "three-pt"])
    #expect(source.columns[0].type == .float(bits: 32))
    let triple = Self.pt.map { Double($0 * 3) }, double = Self.pt.map { Double($0 * 2) }
    let single = Self.pt.map { Double($0) }
    #expect(try source.numbers(of: ["three-pt", "pt"]) == [triple, single])
    #expect(try source.numbers(of: ["two pt"], rows: 3..<9)[0] == Array(double[3...]))
  }

  @Test func compressedMatrixDeepInside() throws {
    let source = try open("matrix_gzip.h5")
    #expect(source.location.object == "deep/down/x")
    #expect(source.names == ["a", "b", "c", "d"])
    let values = try source.numbers(of: ["d", "a"])
    let first = (0..<2000).map { Double($0 * 4) }
    #expect(values[0] == first.map { $0 + 3 })
    #expect(values[1] == first)
  }

  @Test func namesGivenOrCounted() throws {
    #expect(try open("matrix_int.h5:n").names == ["var0", "var1", "var2"])
    let named = try open("matrix_int.h5", options: ReadingOptions(names: ["p", "q", "r"]))
    #expect(try named.numbers(of: ["q"]) == [[1, 4, 7, 10]])
    #expect(try named.exactValues(of: "r") == .integer([2, 5, 8, 11]))
    #expect(named.columns[0].type == .signed(bits: 16))
  }

  @Test(arguments: ["records.h5", "group.h5:photometry", "group.h5:/photometry/"])
  func columnsOfEveryType(name: String) throws {
    let source = try open(name)
    #expect(try source.rowCount() == 5)
    let pt = Self.pt.map { Double($0) }
    #expect(try source.exactValues(of: "pt") == .real(pt))
    #expect(try source.exactValues(of: "eta") == .real(Self.eta))
    #expect(try source.exactValues(of: "id") == .integer(Self.id))
    #expect(try source.exactValues(of: "tag") == .text(Self.tags))
    #expect(try source.exactValues(of: "word") == .text(Self.words))
    #expect(try source.exactValues(of: "ok") == .integer([1, 0, 1, 1, 0]))
    #expect(try source.exactValues(of: "word", rows: 1..<4) == .text(Array(Self.words[1..<4])))
    #expect(try source.numbers(of: ["eta", "pt", "eta"])[2] == Self.eta)
  }

  @Test func columnTypes() throws {
    let types = Dictionary(
      uniqueKeysWithValues: try open("group.h5").columns.map { ($0.name, "\($0.type)") })
    #expect(types == [
      "pt": "float32", "eta": "float64", "id": "int64", "byte": "uint8", "ok": "bool", "tag": "text",
      "word": "text", "column": "float64", "half": "float16",
    ])
    #expect(try open("group.h5").exactValues(of: "byte") == .integer([0, 1, 2, 254, 255]))
    #expect(try open("group.h5").numbers(of: ["half"])[0][1...2] == [2.5, -3.75])
    #expect(try open("records.h5").columns.map { "\($0.type)" } == [
      "float32", "float64", "int16", "int64", "text", "bool", "float32[3]", "text",
    ])
  }

  /// A group keeps the order in which its columns were made.
  @Test func orderOfCreation() throws {
    #expect(try open("group.h5").names.prefix(4) == ["pt", "eta", "id", "byte"])
  }

  @Test func severalTablesNeedAName() throws {
    let error = fault { _ = try open("several.h5") }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains("allowed: signal, background") == true)
    let tables = try listing(of: FileReference(file: fixture("several.h5")))
    #expect(tables.map(\.location.object) == ["signal", "background"])
    #expect(tables.map(\.rows) == [60, 40])
  }

  @Test func cyclesEnd() throws {
    #expect(try FileFormats.objects(in: fixture("cycle.h5")).contains { $0.location.object == "a" })
  }

  @Test func rangesCountWhatIsNotFinite() throws {
    let found = try listing(of: FileReference(parsing: fixture("odd.h5:nan")), ranges: true)
    let range = try #require(found[0].columns[0].range)
    #expect(range.minimum == -2)
    #expect(range.maximum == 1)
    #expect(range.nan == 1)
    #expect(range.infinite == 2)
  }

  @Test func readersWorkSideBySide() async throws {
    try await withThrowingTaskGroup(of: [[Double]].self) { group in
      for _ in 0..<16 {
        group.addTask {
          try FileFormats.open(FileReference(file: fixture("matrix_gzip.h5"))).numbers(of: ["a", "c"])
        }
      }
      for try await values in group { #expect(values[1][1999] == 7998) }
    }
  }
}
