import Testing
import WinnowCore
import WinnowToys

/// What every toy promises.
@Suite struct ToyCatalogTests {
  private static let names = ToyCatalog.all.map { $0.identifier }
  private static let classified = names.filter { $0 != CalorimeterToy.identifier }

  private func generate(
    _ name: String, events: Int = 1001, seed: UInt64 = 7, threads: Int = 1,
    options: Setting = Setting(.null)
  ) throws -> Sample {
    try ToyCatalog.toy(named: name, options: options)
      .generate(events: events, seed: seed, threads: threads)
  }

  @Test(arguments: names) func anyThreadCountGivesTheSameBits(_ name: String) throws {
    let one = try generate(name, events: 20_000)
    for threads in [2, 5] {
      let more = try generate(name, events: 20_000, threads: threads)
      #expect(more.columns == one.columns)
      #expect(more.weights == one.weights)
      #expect(more.truth == one.truth)
      #expect(more.spectators == one.spectators)
    }
  }

  @Test(arguments: names) func seedsDiffer(_ name: String) throws {
    #expect(try generate(name).columns != generate(name, seed: 8).columns)
    #expect(try generate(name).truth != generate(name, seed: 8).truth)
  }

  @Test(arguments: classified) func classesAndNumbersAreAsDocumented(_ name: String) throws {
    let sample = try generate(name)
    #expect(sample.count == 1001)
    #expect(sample.classNames == ["signal", "background"])
    #expect(sample.rows(ofClass: 0).count == 501)
    #expect(sample.spectator(named: "event_number")?.values == .integer(Array(1...1001)))
    #expect(sample.weights.allSatisfy { $0 == 1 })
    #expect(sample.columns.allSatisfy { $0.allSatisfy { $0.isFinite } })
    let odd = sample.rows(ofClass: 0).count { $0 % 2 == 0 }
    #expect((200...300).contains(odd), "the parity of the event number says nothing of the class")
  }

  @Test(arguments: classified) func signalFractionIsExact(_ name: String) throws {
    let sample = try generate(name, options: .table(["signal_fraction": 0.25]))
    #expect(sample.rows(ofClass: 0).count == 250)
    let none = try generate(name, events: 0)
    #expect(none.count == 0)
  }

  @Test(arguments: names) func invalidOptionsAreRefused(_ name: String) throws {
    let type = try #require(ToyCatalog.all.first { $0.identifier == name })
    #expect(!type.summary.isEmpty)
    for setting in invalidSettings(type) {
      let error = #expect(throws: WinnowError.self) {
        try ToyCatalog.toy(named: name, options: setting)
      }
      #expect(error?.kind == .badConfiguration)
    }
  }

  @Test(arguments: classified) func misspeltOptionsGetAHint(_ name: String) throws {
    let error = #expect(throws: WinnowError.self) {
      try ToyCatalog.toy(named: name, options: .table(["signal_fractoin": 0.5]))
    }
    #expect(error?.message.contains("did you mean “signal_fraction”") == true)
  }

  private func invalidSettings<Kind: Toy>(_ type: Kind.Type) -> [Setting] {
    Kind.Parameters.invalidSettings
  }

  @Test func unknownToysAreRefused() {
    let error = #expect(throws: WinnowError.self) { try ToyCatalog.toy(named: "gaus") }
    #expect(error?.message.contains("did you mean “gauss”") == true)
  }
}
