import Testing
import WinnowAnalysis
import WinnowCore

@Suite struct YAMLReaderTests {
  private func read(_ text: String) throws -> Setting {
    try YAMLReader.read(text: text, name: "test.yaml")
  }

  @Test func scalarsHaveTheTypesOfYAML12() throws {
    let setting = try read(
      """
      flag: true
      text: no
      letter: y
      whole: 1000000
      exponent: 1e-3
      quoted: "12"
      nothing: ~
      nan: nan
      version: 1.2.3
      """)
    #expect(setting["flag"]?.value == .flag(true))
    #expect(setting["text"]?.value == .text("no"))
    #expect(setting["letter"]?.value == .text("y"))
    #expect(setting["whole"]?.value == .integer(1_000_000))
    #expect(setting["exponent"]?.value == .real(0.001))
    #expect(setting["quoted"]?.value == .text("12"))
    #expect(setting["nothing"]?.value == .null)
    #expect(setting["nan"]?.value == .text("nan"))
    #expect(setting["version"]?.value == .text("1.2.3"))
  }

  @Test func remembersPlaces() throws {
    let setting = try read("a: 1\nlist:\n  - {key: value}\n")
    let entry = try #require(try setting["list"]?.list().first?.table().first)
    #expect(entry.keyLocation == SourceLocation(file: "test.yaml", line: 3, column: 6))
  }

  @Test(arguments: [
    ("a: [1, 2", "test.yaml:"), ("a: 1\na: 2", "given twice"), ("", "empty"),
    ("a: *nowhere", "no valid YAML"), ("? [1, 2]\n: x", "keys must be words"),
  ])
  func refuses(_ text: String, _ fragment: String) {
    let error = #expect(throws: WinnowError.self) { try read(text) }
    #expect(error?.kind == .badConfiguration)
    #expect(error?.description.contains(fragment) == true, "\(error?.description ?? "")")
  }

  @Test func refusesReferencesThatMultiply() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect(throws: WinnowError.self) { try read(text) }
  }

  @Test func writesWhatItReads() throws {
    let text = """
      name: "a: b"
      list: [1, 2.5, yes, "true", "12", x > 3 && y < 2, "-"]
      table: {inner: {deep: [~, true]}}
      """
    let setting = try read(text)
    #expect(try read(YAMLWriter.text(setting)) == setting)
  }
}
