import Foundation
import Testing
import WinnowAnalysis
import WinnowCore
import WinnowEvaluation
import WinnowInput

/// Analyses whose events come from ROOT files, where the files are present.
@Suite(.serialized, .enabled(if: ROOTExamples.folder != nil)) struct ROOTTrainingTests {
  private func train(_ text: String, in folder: ScratchFolder) throws -> RunSummary {
    let file = try folder.write("a.yaml", text)
    let run = TrainingRun(
      plan: try AnalysisPlan(file: file), folder: RunFolder(folder.url.appendingPathComponent("run")),
      options: .init(threads: 2, quiet: true))
    return try #require(try run.execute().classification)
  }

  /// TMVA 4.2.0 stores responses of its Fisher with a weighted AUC of 0.92585 on its own division.
  @Test func theExampleOfTMVAGivesItsFigures() throws {
    let data = try #require(ROOTExamples.folder)
    let folder = try ScratchFolder()
    let text = try String(
      contentsOf: CommandLineTool.root.appendingPathComponent("analyses/tmva.yaml"), encoding: .utf8)
    let analysis = text.replacing("../data", with: "\(data.path)/tmva-examples")
      .components(separatedBy: "methods:")[0]
      + "methods: {Fisher: {}, \"a deep BDT\": {method: BDT, trees: 50}}\n"
    let summary = try train(analysis, in: folder)
    let fisher = try #require(summary.methods.first { $0.identity.name == "Fisher" })
    #expect(abs(fisher.figures.auc.value - 0.92585) < 3 * fisher.figures.auc.error)
    let path = folder.url.path + "/run/scores.root:TestTree"
    let tree = try FileFormats.open(FileReference(parsing: path))
    #expect(
      tree.columns.map(\.name) == [
        "classID", "className", "myvar1", "myvar2", "var3", "var4", "spec1", "spec2", "weight",
        "Fisher", "a_deep_BDT",
      ])
  }

  @Test func theHiggsFeaturesAreReadFromTheirTrees() throws {
    let data = try #require(ROOTExamples.folder)
    let folder = try ScratchFolder()
    let file = "\(data.path)/higgs/Higgs_data.root"
    let summary = try train(
      """
      name: higgs
      input: {signal: "\(file):sig_tree", background: "\(file):bkg_tree"}
      variables: [m_jj, m_jjj, m_lv, m_jlv, m_bb, m_wbb, m_wwbb]
      split: {mode: random, test: 0.3, seed: 100}
      methods: {BDT: {trees: 100}}
      """, in: folder)
    // TMVA's own boosted trees reach 0.755 with 14000 training events.
    #expect(summary.methods[0].figures.auc.value > 0.745)
  }
}

private enum ROOTExamples {
  static let folder: URL? = {
    let variable = ProcessInfo.processInfo.environment["WINNOW_SHARED_DATA"]
    let shared = variable.map { URL(fileURLWithPath: $0) }
      ?? CommandLineTool.root.deletingLastPathComponent().appendingPathComponent("shared/data")
    let example = shared.appendingPathComponent("tmva-examples/tmva_class_example.root")
    return FileManager.default.fileExists(atPath: example.path) ? shared : nil
  }()
}
