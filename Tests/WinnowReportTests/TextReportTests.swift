import Testing
import WinnowEvaluation
import WinnowReport

@Suite struct TextReportTests {
  /// A run whose figures are written by hand.
  private var summary: RunSummary {
    var run = SyntheticRun(eventsPerClass: 200)
    run.variables = [("met", "GeV")]
    run.methods = ["BDT", "Fisher"]
    run.chains = ["normalize"]
    var summary = run.summary
    for (index, auc) in [0.93712, 0.8391].enumerated() {
      summary.methods[index].figures.auc = Measured(auc, 0.00123)
      summary.methods[index].figures.aucTrain = Measured(auc + 0.01, 0.0011)
      summary.methods[index].figures.separation = Measured(0.45678, 0.0087)
      summary.methods[index].figures.significance = Measured(1.2345, 0.016)
      summary.methods[index].figures.efficiency = [0.01, 0.10, 0.30].map {
        EfficiencyPoint(
          background: $0, signal: Measured(0.35812, 0.0123), signalTrain: Measured(0.36549, 0.0119),
          cut: 0.5)
      }
    }
    return summary
  }

  @Test func tablesInTMVAsLayoutWithErrors() {
    let text = TextReport(summary).render(color: false)
    let expected = """
      Signal efficiency at given background efficiency: test sample (training sample)
      ───────────────────────────────────────────────────────────────────────────
      Method               B = 0.01               B = 0.10               B = 0.30
      ───────────────────────────────────────────────────────────────────────────
      BDT     0.358 ± 0.012 (0.365)  0.358 ± 0.012 (0.365)  0.358 ± 0.012 (0.365)
      Fisher  0.358 ± 0.012 (0.365)  0.358 ± 0.012 (0.365)  0.358 ± 0.012 (0.365)

      Overtraining: training sample against test sample
      ─────────────────────────────────────────────────────────────────────
      Method      AUC (train)  AUC train − test  D (S)  p (S)  D (B)  p (B)
      ─────────────────────────────────────────────────────────────────────
      BDT     0.9471 ± 0.0011   0.0021 ± 0.0046  0.021  0.310  0.019  0.470
      Fisher  0.8491 ± 0.0011   0.0021 ± 0.0046  0.021  0.310  0.019  0.470
      D: largest distance of the two cumulative response distributions; p: its p-value.
      BDT: none seen: the samples agree within errors
      Fisher: none seen: the samples agree within errors
      """
    #expect(text.contains(expected))
    let rule = String(repeating: "─", count: 96)
    let ranking = """
      Methods ranked by area under the ROC curve (test sample)
      \(rule)
      Method              AUC             ⟨S²⟩   Significance  KS (S)  KS (B)   Train   Apply    Model
      \(rule)
      BDT     0.9371 ± 0.0012  0.4568 ± 0.0087  1.234 ± 0.016   0.310   0.470  12.3 s  310 ns  1.23 MB
      Fisher  0.8391 ± 0.0012  0.4568 ± 0.0087  1.234 ± 0.016   0.310   0.470  6.17 s  310 ns   617 kB
      """
    #expect(text.contains(ranking))
  }

  @Test(arguments: [false, true])
  func fitsOneHundredColumns(color: Bool) {
    let text = TextReport(SyntheticRun(eventsPerClass: 200).summary).render(color: color)
    let plain = text.replacing(/\u{1B}\[[0-9]+m/, with: "")
    for line in plain.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    #expect(plain.contains("met_phi") && plain.contains("Stopped early"))
  }

  @Test func undefinedFiguresAreDashes() {
    var summary = summary
    summary.methods[0].figures.auc = .undefined
    summary.methods[0].figures.overtraining.signal.pValue = .nan
    summary.methods[0].figures.efficiency = []
    let text = TextReport(summary).render(color: false)
    #expect(!text.lowercased().contains("nan"))
    #expect(text.contains("BDT                   –"))
  }

  @Test func methodsThatAreEqualWithinErrorsAreSaidToBe() throws {
    var summary = summary
    summary.comparisons = [
      MethodComparison(
        first: "BDT", second: "Fisher", difference: Measured(0.0013, 0.0011), significance: 1.18,
        pValue: 0.238),
      MethodComparison(first: "Fisher", second: "KNN", difference: .undefined),
    ]
    let all = try #require(RunTables(summary).differences).rows
    #expect(all[0] == ["BDT", "Fisher", "0.0013 ± 0.0011", "1.2", "0.238", "equal within errors"])
    #expect(all[1] == ["Fisher", "KNN", "–", "–", "–", ""])
    #expect(RunTables(summary).differencesFromBest?.rows.count == 1)
    summary.comparisons = []
    #expect(RunTables(summary).differences == nil)
  }

  @Test func missingValuesAreCounted() {
    var summary = summary
    #expect(!RunTables(summary).inputs.columns.contains { $0.header == "Missing" })
    summary.inputs.variables[0].classes[1].missing = 17
    #expect(RunTables(summary).inputs.rows[0].last == "17")
  }

  @Test func aRunWithoutMethodsStillPrints() {
    var summary = summary
    summary.methods = []
    #expect(TextReport(summary).render(color: false).contains("Events"))
  }
}
