import Testing
import WinnowCore

private struct Parameters: RuledParameters {
  enum Shape: String, CaseIterable, Sendable { case round, square }
  var count = 10
  var rate = 0.1
  var isFast = false
  var shape = Shape.round
  var sizes = [3, 4]

  static let rules: [ParameterRule<Self>] = [
    .integer("count", \.count, 1...100, "How many."),
    .real("rate", \.rate, .openClosed(0, 1), "How fast."),
    .flag("fast", \.isFast, "Whether."),
    .choice("shape", \.shape, "Which."),
    .integers("sizes", \.sizes, 1...9, count: 1...3, "How large."),
  ]
}

@Suite struct ParameterRuleTests {
  private func read(_ pairs: KeyValuePairs<String, Setting>) throws -> Parameters {
    try Parameters(reading: .table(pairs), owner: "methods.X")
  }

  @Test func readsAllKinds() throws {
    let all = try read([
      "count": 20, "rate": 1, "fast": true, "shape": "square", "sizes": [1, 2, 3],
    ])
    #expect(all.count == 20 && all.rate == 1 && all.isFast && all.shape == .square)
    #expect(all.sizes == [1, 2, 3])
    #expect(try read(["sizes": 7]).sizes == [7])
    #expect(try read([:]).count == 10)
  }

  @Test func writesWhatItReads() throws {
    let changed = try read(["count": 3, "shape": "square"])
    let again = try Parameters(reading: changed.settings, owner: "X")
    #expect(again.settings == changed.settings)
  }

  @Test(arguments: [
    ("cout", Setting.table(["cout": 3]), "did you mean “count”"),
    ("range", .table(["count": 0]), "methods.X.count must be in 1 … 100; got 0"),
    ("type", .table(["count": "many"]), "must be a whole number; got the text “many”"),
    ("fraction", .table(["count": 2.5]), "must be a whole number; got 2.5"),
    ("open end", .table(["rate": 0]), "must be in (0.0, 1.0]; got 0"),
    ("word", .table(["shape": "squar"]), "did you mean “square”"),
    ("length", .table(["sizes": [1, 2, 3, 4]]), "a list of 1 to 3 numbers"),
    ("no table", .init(.list([1])), "must be a table"),
  ])
  func refuses(_ what: String, _ setting: Setting, _ fragment: String) throws {
    let error = #expect(throws: WinnowError.self) {
      try Parameters(reading: setting, owner: "methods.X")
    }
    #expect(error?.kind == .badConfiguration)
    #expect(error?.message.contains(fragment) == true, "\(error?.message ?? "")")
  }

  @Test func everyInvalidExampleIsRefused() throws {
    for rule in Parameters.rules {
      let example = try #require(rule.invalidExample)
      let entry = Setting.Entry(rule.name, example)
      #expect(throws: WinnowError.self, "\(rule.name)") {
        try Parameters(reading: Setting(.table([entry])), owner: "X")
      }
    }
  }

  @Test func theManualHasEveryOption() {
    let manual = Parameters.manual
    #expect(manual.map(\.name) == ["count", "rate", "fast", "shape", "sizes"])
    #expect(manual[3].range == "round | square" && manual[4].defaultValue == "[3, 4]")
  }
}
