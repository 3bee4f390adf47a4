import Foundation
import Testing
import WinnowEvaluation
import WinnowReport

@Suite struct ComparisonReportTests {
  private func run(_ methods: [String], seed: UInt64) -> RunSummary {
    var run = SyntheticRun(seed: seed, eventsPerClass: 200)
    run.methods = methods
    return run.summary
  }

  @Test func ranksAllMethodsUnderTheNamesOfTheirRuns() {
    var second = run(["BDT"], seed: 2)
    second.methods[0].figures.auc = Measured(0.99, 0.001)
    let report = ComparisonReport([run(["BDT", "Fisher"], seed: 1), second])
    #expect(report.runs.map(\.label) == ["higgs", "higgs (2)"])
    #expect(report.ranked.map(\.name) == ["higgs (2)/BDT", "higgs/BDT", "higgs/Fisher"])
  }

  @Test func undefinedAreasComeLast() {
    var first = run(["BDT", "Fisher"], seed: 1)
    first.methods[0].figures.auc = .undefined
    #expect(ComparisonReport([first]).ranked.map(\.name) == ["higgs/Fisher", "higgs/BDT"])
  }

  @Test func writesOnePage() throws {
    let folder = try TemporaryFolder()
    let report = ComparisonReport([
      .init(label: "with <cuts>", summary: run(["BDT", "MLP"], seed: 1)),
      .init(label: "without", summary: run(["BDT", "MLP", "KNN", "DNN", "LD", "SVM", "DL"], seed: 2)),
    ])
    let outcome = try report.write(into: folder.url)
    let checker = PageChecker(try String(contentsOf: outcome.page, encoding: .utf8))
    #expect(checker.problem == nil)
    #expect(checker.text.contains("with <cuts>/BDT") && checker.text.contains("without/MLP"))
    #expect(Set(checker.ids).count == checker.ids.count)
    for target in Set(checker.references) {
      #expect(checker.ids.contains(String(target.dropFirst())), "nothing at \(target)")
    }
    if Gnuplot.find() != nil { #expect(outcome.plots == .drawn(2) && checker.elements["svg"] == 2) }
  }

  @Test func fitsTheTerminal() {
    let text = ComparisonReport([run(["BDT"], seed: 1), run(["MLP"], seed: 2)]).render(color: false)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(text.contains("higgs (2)/MLP"))
  }
}
