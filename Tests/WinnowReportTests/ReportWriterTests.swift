import Foundation
import Testing
import WinnowCore
import WinnowEvaluation
import WinnowReport

@Suite struct ReportWriterTests {
  private let small = {
    var run = SyntheticRun(eventsPerClass: 100)
    run.variables = [("met", "GeV"), ("m_bb", "GeV")]
    run.methods = ["BDT"]
    run.chains = []
    return run.summary
  }()

  @Test func withoutGnuplotTheRunCompletesAndSaysSo() throws {
    let folder = try TemporaryFolder()
    let outcome = try ReportWriter(small, gnuplot: nil).write(into: folder.url)
    #expect(outcome.plots == .gnuplotMissing)
    #expect(outcome.plots.remark?.contains("gnuplot was not found") == true)
    let plots = try FileManager.default.contentsOfDirectory(
      atPath: folder.url.appendingPathComponent("plots").path)
    #expect(plots.contains("roc.gp") && plots.contains("roc.dat") && !plots.contains("roc.svg"))
    let page = try String(contentsOf: outcome.page, encoding: .utf8)
    #expect(page.contains("gnuplot was not found") && !page.contains("<svg"))
  }

  @Test func writingAgainReplacesAndLeavesNothingBehind() throws {
    let folder = try TemporaryFolder()
    let plots = folder.url.appendingPathComponent("plots", isDirectory: true)
    try FileManager.default.createDirectory(at: plots, withIntermediateDirectories: true)
    try "old".write(
      to: plots.appendingPathComponent("outdated.svg"), atomically: true, encoding: .utf8)
    // An interrupted run.
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent(".plots.part/half"), withIntermediateDirectories: true)
    for _ in 0..<2 { _ = try ReportWriter(small, gnuplot: nil).write(into: folder.url) }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(files.sorted() == ["plots", "report.html", "tables.md", "tables.tex"])
    #expect(
      !FileManager.default.fileExists(atPath: plots.appendingPathComponent("outdated.svg").path))
  }

  @Test func whatCannotBeWrittenIsAnErrorWithItsPath() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("file")
    try "no folder".write(to: file, atomically: true, encoding: .utf8)
    let error = try #require(throws: WinnowError.self) {
      try ReportWriter(small, gnuplot: nil).write(into: file)
    }
    #expect(error.kind == .cannotCreate && error.description.contains(file.path))
  }

  @Test func onlyTroubleIsWorthARemark() {
    #expect(PlotOutcome.drawn(3).remark == nil)
    #expect(PlotOutcome.incomplete(["roc"], messages: "a\nb").remark?.contains("roc: a␣b") == true)
  }
}
