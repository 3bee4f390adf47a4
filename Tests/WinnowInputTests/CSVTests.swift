import Testing
import WinnowCore
import WinnowInput

@Suite struct CSVTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func table(
    _ text: String, _ options: ReadingOptions = ReadingOptions()
  ) throws -> any TableSource {
    let file = try scratch.file("table.csv", text)
    return try FileFormats.open(FileReference(file: file), options: options)
  }

  @Test(arguments: [
    "a,b,c\n1,2.5,x\n-3,1e3,y\n", "a;b;c\r\n1;2.5;x\r\n-3;1e3;y", "a\tb\tc\n1\t2.5\tx\n-3\t1e3\ty\n",
    "# made by hand\n  a   b c  \n 1  2.5\tx\n\n# two\n-3 1e3   y \n",
    "\u{FEFF}\"a\", b ,c\n1, 2.5 ,x\n-3,1e3,y", "\"a\",b,\"c\"\n\"1\",2.5,\"x\"\n-3,\"1e3\",y\n",
  ])
  func delimitersAndHeadersAreFound(text: String) throws {
    let source = try table(text)
    #expect(source.names == ["a", "b", "c"])
    #expect(source.columns.map(\.type) == [.signed(bits: 64), .float(bits: 64), .text])
    #expect(try source.rowCount() == 2)
    #expect(try source.numbers(of: ["b", "a"]) == [[2.5, 1000], [1, -3]])
    #expect(try source.exactValues(of: "c") == .text(["x", "y"]))
  }

  @Test func namesWithoutHeader() throws {
    let plain = try table("1,2,g\n3,4,h\n")
    #expect(plain.names == ["var0", "var1", "var2"])
    #expect(try plain.rowCount() == 2)
    let given = try table("1,2\n3,4\n", ReadingOptions(names: ["p", "q"]))
    #expect(try given.numbers(of: ["q"]) == [[2, 4]])
    let replaced = try table("a,b\n3,4\n", ReadingOptions(names: ["p", "q"]))
    #expect(try replaced.numbers(of: ["q"]) == [[4]])
  }

  @Test func headerAndDelimiterAsGiven() throws {
    let present = try table("1,2\n3,4\n", ReadingOptions(csv: CSVOptions(header: .present)))
    #expect(present.names == ["1", "2"])
    let absent = try table("a b;c\n", ReadingOptions(csv: CSVOptions(delimiter: .semicolon, header: .absent)))
    #expect(try absent.exactValues(of: "var0") == .text(["a b"]))
  }

  @Test func quotedFields() throws {
    let source = try table("name,x\n\"a, \"\"b\"\"\nc\",1\n\"\",2\n")
    #expect(try source.exactValues(of: "name") == .text(["a, \"b\"\nc", ""]))
    #expect(try source.numbers(of: ["x"]) == [[1, 2]])
  }

  @Test func missingValuesAreNaN() throws {
    let source = try table("x,y\n,1\nnan,\nNA,-inf\n")
    let values = try source.numbers(of: ["x", "y"])
    #expect(values[0].allSatisfy(\.isNaN) && values[1][1].isNaN)
    #expect(values[1][2] == -.infinity)
  }

  @Test func integersStayExact() throws {
    let source = try table(
      "id,big,mix\n9007199254740993,99999999999999999999,7\n-9223372036854775808,1,x7\n")
    #expect(try source.exactValues(of: "id") == .integer([9_007_199_254_740_993, .min]))
    #expect(try source.exactValues(of: "big") == .text(["99999999999999999999", "1"]))
    #expect(try source.exactValues(of: "mix") == .text(["7", "x7"]))
  }

  @Test func rangesOfRows() throws {
    let text = "i\n" + (0..<20_000).map { "\($0)\n" }.joined()
    let made = try table(text)
    #expect(try made.numbers(of: ["i"], rows: 8190..<8195) == [[8190, 8191, 8192, 8193, 8194]])
    #expect(try made.numbers(of: ["i"], rows: 19_999..<30_000) == [[19_999]])
    #expect(try made.numbers(of: ["i"])[0] == (0..<20_000).map(Double.init))
  }

  /// Records that straddle the end of the buffer, with and without quotes.
  @Test func recordsLongerThanTheBuffer() throws {
    let long = String(repeating: "z", count: 400_000)
    let source = try table("t,x\n\(long),1\n\"\(long)\",2\n\(long),3")
    #expect(try source.numbers(of: ["x"]) == [[1, 2, 3]])
    #expect(try source.exactValues(of: "t") == .text([long, long, long]))
  }

  /// printf 'x,y\n1,2\n3,4\n' | gzip -n9 | xxd -i
  static let gzipped: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0xd0,
    0xa9, 0xe4, 0x32, 0xd4, 0x31, 0xe2, 0x32, 0xd6, 0x31, 0xe1, 0x02, 0x00,
    0x97, 0x44, 0x29, 0x80, 0x0c, 0x00, 0x00, 0x00
  ]

  @Test func gzip() throws {
    let file = try scratch.file("table.csv.gz", Self.gzipped)
    let source = try FileFormats.open(FileReference(file: file))
    #expect(try source.numbers(of: ["x", "y"]) == [[1, 3], [2, 4]])
    let joined = try scratch.file("twice.gz", Self.gzipped + Self.gzipped)
    let error = fault { _ = try FileFormats.open(FileReference(file: joined)).numbers(of: ["x"]) }
    #expect(error?.location?.row == 3)
  }

  @Test func listingHasTypesAndRanges() throws {
    let made = try table("x,t,y\n1,a,nan\n-2,b,inf\n4,c,0.5\n")
    let listing = try listing(of: FileReference(file: made.location.file), ranges: true)
    #expect(listing.count == 1 && listing[0].rows == 3)
    #expect(listing[0].columns.map(\.name) == ["x", "t", "y"])
    #expect(listing[0].columns[0].range?.minimum == -2)
    #expect(listing[0].columns[0].range?.maximum == 4)
    #expect(listing[0].columns[1].range == nil)
    let last = try #require(listing[0].columns[2].range)
    #expect(last.nan == 1)
    #expect(last.infinite == 1)
    #expect(last.minimum == 0.5)
    #expect(last.maximum == 0.5)
  }
}
