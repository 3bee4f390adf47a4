import Testing
import WinnowCore
import WinnowEvaluation

@Suite struct EvaluationOptionsTests {
  @Test func readsAndWritesItsTable() throws {
    let table = Setting.table([
      "signal_fraction": 0.2, "expected_signal": 10, "expected_background": 0, "bins": 25,
    ])
    let options = try EvaluationOptions(reading: table, owner: "evaluation")
    #expect(options.signalFraction == 0.2)
    #expect(options.expectedSignal == 10)
    #expect(options.expectedBackground == 0)
    #expect(options.bins == 25)
    #expect(options.settings["bins"] == 25)
  }

  @Test func theDefaultsAreThoseDocumented() {
    let options = EvaluationOptions()
    #expect(options.signalFraction == 0.5)
    #expect(options.expectedSignal == 1000 && options.expectedBackground == 1000)
  }

  @Test(arguments: EvaluationOptions.rules.indices)
  func valuesOutOfRangeAreRefused(index: Int) throws {
    let rule = EvaluationOptions.rules[index]
    let bad = try #require(rule.invalidExample)
    let error = #expect(throws: WinnowError.self) {
      let table = Setting(.table([Setting.Entry(rule.name, bad)]))
      return try EvaluationOptions(reading: table, owner: "evaluation")
    }
    #expect(error?.kind == .badConfiguration)
    #expect(error?.message.hasPrefix("evaluation.\(rule.name) must be") == true)
  }

  @Test(arguments: [0.0, 1.0])
  func aPriorIsNeverCertain(fraction: Double) {
    let table = Setting(.table([Setting.Entry("signal_fraction", Setting(.real(fraction)))]))
    #expect(throws: WinnowError.self) {
      try EvaluationOptions(reading: table, owner: "evaluation")
    }
  }
}
