import Foundation
import Testing
import WinnowAnalysis
import WinnowCore
import WinnowEvaluation
import WinnowTestSupport
import WinnowToys

/// What every method must reach with its defaults, where the best possible is known.
@Suite(.serialized) struct QualityTests {
  private static func linear(seed: UInt64, events: Int) -> Sample {
    LinearToy(.init()).generate(events: events, seed: seed, threads: 2)
  }

  private static let train = linear(seed: 11, events: 40_000)
  private static let test = linear(seed: 12, events: 100_000)

  /// The optimum of the toy is 0.96140; the likelihood ratio of the same test events takes the
  /// fluctuation of the sample out of the comparison.
  @Test(arguments: [("Fisher", 0.001), ("LD", 0.001), ("BDT", 0.003), ("MLP", 0.003), ("DNN", 0.003), ("KNN", 0.01)])
  func comesNearTheOptimumOfTheLinearToy(_ method: String, _ margin: Double) throws {
    let ratio = try #require(LinearToy(.init()).truth.logLikelihoodRatio)
    let best = (0..<Self.test.count).map { event in Float(ratio(Self.test.columns.map { $0[event] })) }
    let optimum = plainAUC(Scores(response: best), of: Self.test)
    #expect(abs(optimum - 0.9614) < 0.002)
    let classifier = try TrainedClassifier.train(
      method: method, on: Self.train, in: RunContext(seed: 3, threads: 2))
    let auc = plainAUC(try classifier.scores(for: Self.test, threads: 2), of: Self.test)
    #expect(optimum - auc < margin, "\(auc) of \(optimum)")
  }

  /// The MAGIC telescope data, where present: scikit-learn and LightGBM reach 0.9396, 0.9314, 0.9002
  /// and 0.8391 on this division.
  @Test(
    .enabled(if: MagicData.folder != nil),
    arguments: [("BDT", 0.937), ("MLP", 0.932), ("DNN", 0.932), ("KNN", 0.900), ("Fisher", 0.838)])
  func separatesTheShowersOfMAGIC(_ method: String, _ least: Double) throws {
    let folder = try ScratchFolder()
    let data = try #require(MagicData.folder)
    let text = try String(
      contentsOf: CommandLineTool.root.appendingPathComponent("analyses/magic.yaml"), encoding: .utf8)
    let analysis = text.replacingOccurrences(of: "../data/magic", with: data.path)
      .components(separatedBy: "methods:")[0] + "methods: {\(method): {}}\n"
    let file = try folder.write("magic.yaml", analysis)
    let run = TrainingRun(
      plan: try AnalysisPlan(file: file), folder: RunFolder(folder.url.appendingPathComponent("run")),
      options: .init(threads: 2, quiet: true))
    let auc = try #require(try run.execute().classification).methods[0].figures.auc
    #expect(auc.value > least, "\(auc)")
  }
}

private enum MagicData {
  static let folder: URL? = {
    let variable = ProcessInfo.processInfo.environment["WINNOW_SHARED_DATA"]
    let shared = variable.map { URL(fileURLWithPath: $0) }
      ?? CommandLineTool.root.deletingLastPathComponent().appendingPathComponent("shared/data")
    let folder = shared.appendingPathComponent("magic")
    let exists = FileManager.default.fileExists(atPath: folder.appendingPathComponent("train.csv").path)
    return exists ? folder : nil
  }()
}
