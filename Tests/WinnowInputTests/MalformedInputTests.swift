import Foundation
import Testing
import WinnowCore
import WinnowExpressions
import WinnowInput

/// What users and files get wrong: each is an error of its kind that says what and where.
@Suite struct MalformedInputTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let kind: WinnowError.Kind
    let message: String
    var request: @Sendable (Scratch) throws -> SampleRequest
    var testDescription: String { what }
  }

  private static func text(
    _ what: String, _ content: String, _ message: String, kind: WinnowError.Kind = .badData,
    change: @escaping @Sendable (inout SampleRequest) throws -> Void = { _ in }
  ) -> Case {
    bytes(what, "t.csv", Array(content.utf8), message, kind: kind, change: change)
  }

  private static func bytes(
    _ what: String, _ name: String, _ content: some Sequence<UInt8> & Sendable, _ message: String,
    kind: WinnowError.Kind = .badData,
    change: @escaping @Sendable (inout SampleRequest) throws -> Void = { _ in }
  ) -> Case {
    Case(what: what, kind: kind, message: message) { scratch in
      var request = SampleRequest(
        sources: [.init([FileReference(file: try scratch.file(name, content))])],
        features: [Feature("x")])
      try change(&request)
      return request
    }
  }

  private static func stored(
    _ name: String, _ message: String, kind: WinnowError.Kind = .badData, feature: String = "x"
  ) -> Case {
    Case(what: name, kind: kind, message: message) { _ in
      SampleRequest(
        sources: [.init([FileReference(parsing: fixture(name))])], features: [Feature(feature)])
    }
  }

  private static func fixtureBytes(_ name: String) -> [UInt8] {
    (try? Data(contentsOf: URL(fileURLWithPath: fixture(name)))).map(Array.init) ?? []
  }

  private static let label: @Sendable (inout SampleRequest) throws -> Void = {
    $0.label = LabelRule(column: "class", signal: ["g"], background: ["h"])
  }

  static let texts: [Case] = [
    text("text in a number column", "x,y\n1,2\ntwo,3\n", "t.csv (row 2, column “x”): the text “two” is not"),
    text("text after many numbers", "x\n" + String(repeating: "1\n", count: 9000) + "1;5\n", "(row 9001"),
    text("text column as number", "x,y\nred,1\n", "(row 1, column “x”): the text “red”"),
    text("too few fields", "x,y\n1,2\n3\n", "(row 2): the row has 1 fields; the table has 2"),
    text("too many fields", "x,y\n1,2\n3,4,5\n", "(row 2): the row has 3 fields; the table has 2"),
    text("ragged beyond the sample", "x,y\n" + String(repeating: "1,2\n", count: 3000) + "1\n", "(row 3001)"),
    text("name twice", "x,y,x\n1,2,3\n", "the header names the column “x” twice"),
    text("name missing", "x,\"\",z\n1,2,3\n", "column 2 of the header has no name",
      change: { $0.options.csv.header = .present }),
    text("empty file", "", "the file is empty"),
    text("only comments", "# x,y\n# nothing\n", "the file holds no records"),
    text("header alone", "x,class\n", "the class “signal” has no events (0 rows read", change: label),
    text("open quote", "x,y\n1,\"2\n3,4\n", "a quote is not closed"),
    text("text after a quote", "x,y\n1,\"2\"3\n", "something follows a closing quote"),
    text("object in CSV", "x\n1\n", "holds one table and no object “tree”",
      change: { $0.sources[0].files[0] = FileReference(file: $0.sources[0].files[0].file, object: "tree") }),
    text("column missing", "x1,momentum\n1,2\n", "t.csv: there is no column “x”; did you mean “x1”?"),
    text("spectator missing", "x,event\n1,2\n", "there is no column “evnt”; did you mean “event”?",
      change: { $0.spectators = [try NamedExpression(parsing: "evnt")] }),
    text("NaN in an accepted event", "x,class\n1,g\n,h\n", "t.csv (row 2, column “x”): the value is NaN",
      change: label),
    text("infinite expression", "x\n1\n0\n", "(row 2, column “inverse”): the value is infinite (“1 / x”)",
      change: { $0.features = [Feature("inverse", expression: "1 / x")] }),
    text("beyond single precision", "x\n1\n1e300\n", "1e+300 does not fit single precision"),
    text("constant variable", "x,class\n1,g\n1,h\n", "the variable “x” is constant: 1.0", change: label),
    text("empty class", "x,class\n1,g\n2,g\n", "the class “background” has no events", change: label),
    text("class cut away", "x,class\n1,g\n2,h\n", "“signal” has no events (1 rows read, 1 cut away",
      change: { try label(&$0); $0.cut = try Expression(parsing: "x > 1") }),
    text("weights sum to zero", "x,w,class\n1,1,g\n2,-1,g\n3,1,h\n", "of the class “signal” sum to 0.0",
      change: { try label(&$0); $0.weight = try Expression(parsing: "w") }),
    text("infinite weight", "x,class\n1,g\n0,h\n", "(row 2): the event weight “1 / x” is inf",
      change: { try label(&$0); $0.weight = try Expression(parsing: "1 / x") }),
    text("expression at fault", "x\n1\n", "found the end, at character 4", kind: .badConfiguration,
      change: { $0.features = [Feature("bad", expression: "x +")] }),
    text("variable twice", "x\n1\n", "the variable “x” is named twice", kind: .badConfiguration,
      change: { $0.features = [Feature("x"), Feature("x", expression: "x + 1")] }),
    text("names of wrong number", "1,2\n", "3 column names are given; the table has 2 columns",
      change: { $0.options.names = ["x", "y", "z"] }),
  ]

  static let files: [Case] = [
    bytes("header not UTF-8", "t.csv", Array("x,caf".utf8) + [0xE9] + Array("\n1,2\n".utf8),
      "column 2 of the header: the text is not UTF-8"),
    bytes("NUL in the header", "t.csv", Array("x\0,y\n1,2\n".utf8),
      "column 1 of the header: the text holds a NUL"),
    bytes("NUL in a number", "t.csv", Array("x,y\n1\0,2\n".utf8),
      "(row 1, column “x”): the text holds a NUL"),
    bytes("text not UTF-8", "t.csv", Array("x,t\n1,".utf8) + [0xFF, 0x0A],
      "(row 1, column “t”): the text is not UTF-8",
      change: { $0.spectators = [try NamedExpression(parsing: "t")] }),
    bytes("gzip cut short", "t.csv.gz", CSVTests.gzipped.dropLast(12), "the compressed file ends early"),
    bytes("gzip damaged", "t.csv.gz", CSVTests.gzipped.prefix(20) + [0, 1, 2,
      3] + CSVTests.gzipped.dropFirst(24),
      "the compressed"),
    bytes("unknown content", "t.xyz", [0, 1, 2, 3],
      "the content is of no known format; formats that are read: HDF5, ROOT, NumPy, CSV"),
    bytes("ROOT signature alone", "t.root", Array("root\0\0".utf8), "t.root"),
    bytes("Parquet file", "t.parquet", Array("PAR1\0\0".utf8), "is a Parquet file; formats that are read"),
    bytes("HDF5 by name only", "t.h5", Array("x,y\n1,2\n".utf8), "the file is not HDF5, or damaged"),
    bytes("HDF5 cut short", "t.h5", fixtureBytes("matrix.h5").prefix(3000),
      "the file is not HDF5, or damaged: HDF5 says"),
    bytes("HDF5 signature alone", "t.h5", fixtureBytes("matrix.h5").prefix(8), "not HDF5, or damaged"),
    Case(what: "missing file", kind: .noInput, message: "the file does not exist") { scratch in
      let none = FileReference(file: scratch.path + "/none.csv")
      return SampleRequest(sources: [.init([none])], features: [Feature("x")])
    },
    Case(what: "directory", kind: .noInput, message: "is a directory, not a file") { scratch in
      SampleRequest(sources: [.init([FileReference(file: scratch.path)])], features: [Feature("x")])
    },
    stored("group.h5:photometrie", "there is no object “photometrie”; did you mean “photometry”?"),
    stored("group.h5:photometry", "group.h5:photometry: there is no column “ptt”; did you mean “pt”?",
      feature: "ptt"),
    stored("group.h5:photometry", "holds text where numbers are needed", feature: "tag"),
    stored("records.h5", "“hits” holds several values per event; take one, as in “hits[0]”",
      kind: .badConfiguration, feature: "hits"),
    stored("several.h5", "the file holds 2 tables; name one"),
    stored("lengths.h5:data", "is no table: “x” has 5 rows, “y” 3"),
    stored("huge.h5", "declares 1000000000000 elements, but the file holds 0 bytes"),
    stored("empty.h5", "the file holds no table"),
    stored("empty.h5:nothing", "the group holds no columns"),
    stored("odd.h5:scalar", "is no table: it has one value"),
    stored("odd.h5:cube", "is no table: it has the shape 2 × 2 × 2"),
    stored("odd.h5:twice", "two columns have one name"),
    stored("odd.h5:empty", "the group holds no columns"),
    stored("group.h5:photometry/elsewhere", "there is no object"),
  ]

  @Test(arguments: texts + files)
  func isAnError(_ malformed: Case) throws {
    let request = try malformed.request(scratch)
    let error = fault { _ = try load(request) }
    #expect(error?.kind == malformed.kind)
    let description = error.map { "\($0)" } ?? "no error"
    #expect(description.contains(malformed.message), "\(description)")
  }

  @Test func unsignedBeyondInt64() throws {
    let source = try FileFormats.open(FileReference(parsing: fixture("odd.h5:unsigned")))
    let error = fault { _ = try source.exactValues(of: "unsigned") }
    #expect(error?.location?.row == 2)
    #expect(try source.numbers(of: ["unsigned"]) == [[1, 0x1p63, 3]])
  }

  @Test func latinTextInHDF5() throws {
    let source = try FileFormats.open(FileReference(parsing: fixture("odd.h5:latin")))
    #expect(fault { _ = try source.exactValues(of: "latin") }?.message == "the text is not UTF-8")
  }

  @Test(.enabled(if: getuid() != 0, "root reads everything"))
  func unreadableFile() throws {
    let file = try scratch.file("t.csv", "x\n1\n")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
    #expect(fault { _ = try FileFormats.open(FileReference(file: file)) }?.kind == .noInput)
  }

  /// A file cut at any length is an error and never a crash.
  @Test(arguments: ["matrix.h5", "matrix_gzip.h5", "records.h5", "group.h5", "lengths.h5", "several.h5"])
  func cutFilesAreErrors(name: String) throws {
    let whole = Self.fixtureBytes(name)
    for length in stride(from: 1, to: whole.count - 1, by: whole.count / 100) {
      let file = try scratch.file("cut.h5", whole.prefix(length))
      let error = fault { _ = try FileFormats.objects(in: file) }
      #expect(error?.kind == .badData, "cut to \(length) bytes")
    }
  }

  /// Compressed data that no longer decompress, and stored data that do: the first is an error.
  @Test func damagedChunkIsAnError() throws {
    var bytes = Self.fixtureBytes("matrix_gzip.h5")
    let chunk = try #require(bytes.indices.last { bytes[$0...].starts(with: [0x78, 0x5E]) })
    for position in chunk + 20..<chunk + 40 { bytes[position] ^= 0x5A }
    let file = try scratch.file("damaged.h5", bytes)
    let source = try FileFormats.open(FileReference(file: file))
    let error = fault { _ = try source.numbers(of: ["a"]) }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains("the data cannot be read") == true)
    #expect(error?.location?.object == "deep/down/x")
  }

  /// A flipped bit in variable-length text is an error, or changes a letter; the C library would read and
  /// write beyond its memory. (Damage to what describes a dataset can still end that library, version
  /// 1.10, as it opens the dataset.)
  @Test(arguments: ["records.h5", "group.h5", "names.h5"])
  func flippedBitsInText(name: String) throws {
    let whole = Self.fixtureBytes(name)
    let heap = try #require(whole.indices.first { whole[$0...].starts(with: Array("GCOL".utf8)) })
    for bit in stride(from: 0, to: 200 * 8, by: 3) {
      var bytes = whole
      bytes[heap + bit / 8] ^= UInt8(1 << (bit % 8))
      let file = FileReference(file: try scratch.file("flip.h5", bytes))
      _ = fault { try readEverything(file) }
    }
  }

  @Test func damagedTextReferenceIsAnError() throws {
    var bytes = Self.fixtureBytes("group.h5")
    let heap = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("GCOL".utf8)) })
    bytes[heap + 24] = 0xFF  // the size of the first object
    bytes[heap + 25] = 0xFF
    let file = try scratch.file("heap.h5", bytes)
    let source = try FileFormats.open(FileReference(file: file, object: "photometry"))
    let error = fault { _ = try source.exactValues(of: "word") }
    #expect(error?.message == "the text cannot be read: a reference to it is damaged")
    #expect(error?.location?.field == "word")
  }
}
