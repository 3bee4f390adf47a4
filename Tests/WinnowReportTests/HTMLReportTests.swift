import Foundation
import Testing
import WinnowCore
import WinnowEvaluation
import WinnowReport

@Suite struct HTMLReportTests {
  private func page(_ summary: RunSummary) throws -> String {
    let folder = try TemporaryFolder()
    let outcome = try ReportWriter(summary).write(into: folder.url)
    return try String(contentsOf: outcome.page, encoding: .utf8)
  }

  @Test func isWholeAndSelfContained() throws {
    let summary = SyntheticRun(eventsPerClass: 500).summary
    let page = try page(summary)
    let checker = PageChecker(page)
    #expect(checker.problem == nil)
    #expect(Set(checker.ids).count == checker.ids.count, "identifiers are unique")
    for target in Set(checker.references) {
      #expect(target.hasPrefix("#"), "an outside resource: \(target)")
      #expect(checker.ids.contains(String(target.dropFirst())), "nothing at \(target)")
    }
    #expect(checker.elements["script"] == 2 && checker.elements["link"] == nil)
    #expect(!checker.attributes.contains("src"), "scripts are inside the page")
    #expect(!page.contains("@import") && !page.contains("url(h"))
    #expect(checker.unnamedPictures == 0 && checker.headersWithoutScope == 0)
    #expect(page.utf8.count < 3_500_000, "\(page.utf8.count) bytes")
    if Gnuplot.find() != nil {
      #expect(checker.elements["svg"] == RunPlots(summary).all.count)
    }
  }

  @Test func saysWhatTheRunSays() throws {
    let summary = SyntheticRun(eventsPerClass: 100).summary
    let text = PageChecker(try page(summary)).text
    for method in summary.methods {
      #expect(text.contains(FigureFormat.measured(method.figures.auc)))
    }
    let sentences = [summary.split, summary.weightNormalization] + summary.remarks
      + ["Stopped early: no gain in 20 trees.", "none seen: the samples agree within errors",
        "How the figures are defined", "max_leaves: 31"]
    for sentence in sentences { #expect(text.contains(sentence), "\(sentence)") }
    #expect(!text.contains("{{") && !text.contains("Optional("))
  }

  @Test func namesCannotInject() throws {
    var run = SyntheticRun(eventsPerClass: 20)
    run.variables = SampleNames.hostile.map { ($0, $0) }
    run.methods = SampleNames.hostile
    run.chains = [SampleNames.hostile[7]]
    var summary = run.summary
    summary.analysis = SampleNames.hostile[7]
    summary.split = SampleNames.hostile[9]
    summary.remarks = SampleNames.hostile
    for index in summary.methods.indices {
      summary.methods[index].figures.overtraining.verdict = SampleNames.hostile[index]
      summary.methods[index].identity.settings = SampleNames.hostile[index]
    }
    let page = try page(summary)
    let checker = PageChecker(page)
    #expect(checker.problem == nil)
    for element in ["img", "iframe"] { #expect(checker.elements[element] == nil) }
    #expect(checker.elements["script"] == 2, "our own")
    #expect(!checker.attributes.contains { $0.lowercased().hasPrefix("on") })
    #expect(Set(checker.ids).count == checker.ids.count)
    #expect(checker.text.contains("<script>alert(1)</script>"), "shown as text")
    #expect(!page.unicodeScalars.contains("\u{202E}"))
  }

  @Test func undefinedFiguresAndEmptyPartsAreFine() throws {
    var run = SyntheticRun(eventsPerClass: 0)
    run.variables = [("x", nil)]
    run.methods = ["only"]
    run.chains = []
    var summary = run.summary
    summary.methods[0].figures.auc = .undefined
    summary.methods[0].record = .init()
    var checker = PageChecker(try page(summary))
    #expect(checker.problem == nil && checker.text.contains("–"))
    summary.methods = []
    summary.inputs = InputFigures(variables: [], correlations: [], transformed: [])
    checker = PageChecker(try page(summary))
    #expect(checker.problem == nil && checker.elements["svg"] == nil)
  }

  @Test func tickLabelsSurviveTheCompaction() throws {
    try #require(Gnuplot.find() != nil)
    var run = SyntheticRun(eventsPerClass: 100)
    run.variables = [("x", nil)]
    run.methods = ["BDT"]
    let text = PageChecker(try page(run.summary)).text
    #expect(text.contains("0.2") && text.contains("10²") && text.contains("(1/N) dN/dy"))
  }
}
