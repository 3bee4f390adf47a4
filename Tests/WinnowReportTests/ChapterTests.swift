import Foundation
import Testing
import WinnowEvaluation
import WinnowReport

/// The pages that only some runs have.
@Suite struct ChapterTests {
  private func study(_ summary: inout RunSummary) throws {
    let efficiency = [Measured(0.1, 0.01), Measured(0.2, 0.02), .undefined]
    let shape = try decode(
      Sculpting.self,
      """
      {"spectator": "mass <GeV>", "edges": [0, 1, 2, 400], "cuts": [{"background": 0.1, "cut": 0.4,
       "signal_efficiency": \(json(efficiency)), "background_efficiency": \(json(efficiency)),
       "divergence": {"value": 0.2, "error": 0.01}, "expected_divergence": 0.004}],
       "rejection_at_half": \(json(efficiency)), "rejection_at_half_overall": {"value": 14, "error": 1},
       "flatness": 0.01, "expected_flatness": 0.0003}
      """)
    let curve = LearningCurve(
      points: (0..<6).map {
        let n = 1000 * pow(2, Double($0))
        return .init(events: n, auc: Measured(0.9 - 2 * pow(n, -0.5), 0.002))
      })
    let shift = try decode(
      SystematicShift.self,
      """
      {"variation": "energy_up", "auc": {"value": 0.85, "error": 0.003}, "is_paired": true,
       "change": {"value": -0.0123, "error": 0.001}, "points": [{"background": 0.1, "cut": 0.4,
       "signal_efficiency": {"value": 0.5, "error": 0.01},
       "background_efficiency": {"value": 0.11, "error": 0.01}}]}
      """)
    for index in summary.methods.indices {
      summary.methods[index].figures.sculpting = [shape]
      summary.methods[index].figures.learningCurve = curve
      summary.methods[index].figures.systematics = [shift]
      summary.methods[index].figures.retrainedImportance = RetrainedImportance(
        losses: [.init(variable: "met", loss: Measured(0.034, 0.002))], smallestSet: ["met"],
        smallestSetLoss: Measured(0.001, 0.001))
    }
  }

  private func json(_ values: [Measured]) -> String {
    "[" + values.map {
      $0.isDefined ? "{\"value\": \($0.value), \"error\": \($0.error)}" : "{\"value\": null, \"error\": null}"
    }.joined(separator: ", ") + "]"
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(text.utf8))
  }

  @Test func everyStudyHasItsPage() throws {
    var summary = SyntheticRun(eventsPerClass: 200).summary
    let plain = Set(PageChecker(try page(summary)).ids)
    let always = ["comparison", "overtraining", "probability", "working-points", "variables"]
    let studied = ["sculpting", "systematics", "learning-curve"]
    for id in always { #expect(plain.contains(id), "\(id)") }
    for id in studied { #expect(!plain.contains(id), "\(id)") }
    try study(&summary)
    let checker = PageChecker(try page(summary))
    #expect(checker.problem == nil)
    for id in always + studied { #expect(checker.ids.contains(id), "\(id)") }
    #expect(Set(checker.ids).count == checker.ids.count)
    for text in ["-0.0123 ± 0.0010", "mass <GeV>", "0.034", "energy_up", "0.900"] {
      #expect(checker.text.contains(text), "\(text)")
    }
  }

  @Test func boundariesAndRanksAreDrawn() throws {
    var run = SyntheticRun(eventsPerClass: 50)
    run.variables = [("met", "GeV"), ("eta", nil)]
    run.methods = ["BDT", "MLP"]
    var summary = run.summary
    #expect(!RunPlots(summary).all.contains { $0.name.hasPrefix("boundary") })
    PlaneFigures.add(to: &summary)
    let plots = RunPlots(summary).all
    let plot = try #require(plots.first { $0.name == "boundary-1-BDT" })
    #expect(plot.title.hasSuffix("met and eta; the other 2 variables are at their median"))
    #expect(plot.panels.map(\.x.label) == ["met [GeV]", "met [GeV]"])
    // Two kinds of events, two lines of one cut of which the first is named.
    #expect(plot.panels[0].series.map(\.title) == ["Signal", "Background", "B = 0.10", ""])
    #expect(plot.panels[1].series.map(\.title) == ["Signal", "Background", "P = 0.5"])
    let bars = try #require(plots.first { $0.name == "permutation-MLP" })
    #expect(bars.title.contains("on 1234 test events"))
    #expect(bars.panels[0].series[0].rows.map(\.[0]) == [0.031, -0.001])
    let parallel = try #require(plots.first { $0.name == "parallel" })
    #expect(parallel.panels[0].series.map(\.title).filter { !$0.isEmpty } == ["signal", "background"])
    let checker = PageChecker(try page(summary))
    #expect(checker.problem == nil && checker.ids.contains("boundaries"))
  }

  @Test func aSummaryWithoutWorkingPointsIsDrawn() throws {
    var summary = SyntheticRun(eventsPerClass: 50).summary
    try study(&summary)
    for index in summary.methods.indices {
      summary.methods[index].figures.sculpting?[0].cuts = []
      summary.methods[index].figures.systematics?[0].points = []
    }
    #expect(PageChecker(try page(summary)).problem == nil)
  }

  private func page(_ summary: RunSummary) throws -> String {
    let folder = try TemporaryFolder()
    return try String(
      contentsOf: try ReportWriter(summary).write(into: folder.url).page, encoding: .utf8)
  }
}
