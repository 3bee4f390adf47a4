import Foundation
import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowReport

/// The scripts, run by gnuplot itself as a user would.
@Suite(.enabled(if: Gnuplot.find() != nil, "gnuplot is not installed"))
struct GnuplotTests {
  /// What gnuplot says when it draws all scripts of a folder again.
  private func messages(in folder: URL) throws -> String {
    let scripts = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".gp") }.sorted()
    let process = Process(), errors = Pipe()
    process.executableURL = try #require(Gnuplot.find()).executable
    process.arguments = ["-d"] + scripts
    process.currentDirectoryURL = folder
    process.standardError = errors
    try process.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? said : "exit \(process.terminationStatus): \(said)"
  }

  /// Draws a run and gives its plots folder.
  private func draw(_ summary: RunSummary, in folder: TemporaryFolder) throws -> URL {
    let outcome = try ReportWriter(summary).write(into: folder.url)
    let plots = RunPlots(summary).all
    #expect(outcome.plots == .drawn(plots.count))
    for plot in plots {
      for type in ["svg", "pdf", "gp", "dat"] {
        let file = folder.url.appendingPathComponent("plots/\(plot.name).\(type)")
        let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        #expect(size > 0, "\(file.lastPathComponent)")
      }
    }
    return folder.url.appendingPathComponent("plots")
  }

  @Test func drawsAWholeRunWithoutAWord() throws {
    let folder = try TemporaryFolder()
    let plots = try draw(SyntheticRun(eventsPerClass: 500).summary, in: folder)
    #expect(try messages(in: plots) == "")
  }

  @Test func namesCannotInject() throws {
    let folder = try TemporaryFolder()
    var run = SyntheticRun(eventsPerClass: 50)
    run.variables = SampleNames.hostile.map { ($0, $0) }
    run.methods = SampleNames.hostile
    run.chains = [SampleNames.hostile[0]]
    var summary = run.summary
    summary.analysis = SampleNames.hostile[7]
    for index in summary.methods.indices {
      summary.methods[index].record.lossName = SampleNames.hostile[index]
      summary.methods[index].record.stepName = SampleNames.hostile[index]
      summary.methods[index].record.importanceName = SampleNames.hostile[index]
    }
    let plots = try draw(summary, in: folder)
    #expect(try messages(in: plots) == "")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
    #expect(!files.contains { $0.hasSuffix("pwned") })
    let svg = try String(
      contentsOf: plots.appendingPathComponent("inputs-1.svg"), encoding: .utf8)
    #expect(svg.contains("`touch pwned`") && svg.contains("@GPVAL_TERM \\101 \\U+0041 \\"))
  }

  @Test(arguments: [Double.nan, 0, 1e-300, -3])
  func oddNumbersDrawWithoutAWord(value: Double) throws {
    let folder = try TemporaryFolder()
    var run = SyntheticRun(eventsPerClass: 0)
    run.variables = [("x", nil)]
    run.methods = ["only"]
    run.chains = []
    var summary = run.summary
    summary.methods[0].figures.cuts.best.cut = value
    summary.methods[0].figures.probability.error = Array(repeating: value, count: 99)
    summary.methods[0].figures.roc.backgroundError = Array(repeating: value, count: 201)
    summary.methods[0].record.history = [.init(step: 1, trainingLoss: value)]
    summary.inputs.correlations[0].values = [[value]]
    #expect(try messages(in: try draw(summary, in: folder)) == "")
  }

  @Test func whatCannotBeDrawnIsNamed() throws {
    let folder = try TemporaryFolder()
    var run = SyntheticRun(eventsPerClass: 20)
    run.methods = ["BDT"]
    let broken = Gnuplot(executable: URL(fileURLWithPath: "/bin/false"))
    let outcome = try ReportWriter(run.summary, gnuplot: broken).write(into: folder.url)
    guard case .incomplete(let names, _) = outcome.plots else {
      Issue.record("drawn by /bin/false: \(outcome.plots)")
      return
    }
    #expect(names.contains("roc") && outcome.plots.remark?.contains("roc") == true)
  }

  @Test func theProgramIsFoundOnThePath() throws {
    let folder = try TemporaryFolder()
    #expect(Gnuplot.find(on: folder.url.path) == nil)
    #expect(Gnuplot.find(on: nil) == nil)
    let program = folder.url.appendingPathComponent("gnuplot")
    #expect(
      FileManager.default.createFile(
        atPath: program.path, contents: Data(), attributes: [.posixPermissions: 0o755]))
    #expect(Gnuplot.find(on: "/nowhere:\(folder.url.path)")?.executable.path == program.path)
  }
}
