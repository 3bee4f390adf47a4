import Testing
import WinnowAnalysis
import WinnowCore
import WinnowTestSupport

/// The bottleneck as inputs of a method, through the model file.
@Suite struct AutoencoderRunTests {
  private let training = Samples.gaussians(events: 600, variables: 5, seed: 1)
  private let test = Samples.gaussians(events: 200, variables: 5, seed: 2)

  private func train(seed: UInt64 = 3, threads: Int = 1) throws -> TrainedClassifier {
    let options: Setting = .table(["bottleneck": 3, "hidden": [], "epochs": 10])
    return try TrainedClassifier.train(
      method: "Fisher", transforms: [.table(["autoencoder": options]), "standardize"], on: training,
      in: RunContext(seed: seed, threads: threads))
  }

  @Test func theModelFileHoldsTheBottleneck() throws {
    let trained = try train()
    let loaded = try ModelFile.decode(ModelFile.encode(trained))
    let scores = try trained.scores(for: test, threads: 1)
    #expect(try loaded.scores(for: test, threads: 2) == scores)
    #expect(try ModelFile.encode(loaded) == ModelFile.encode(trained))
    #expect(plainAUC(scores, of: test) > 0.7)
  }

  @Test func theRunsSeedIsTheBottlenecks() throws {
    let first = try ModelFile.encode(train())
    #expect(try ModelFile.encode(train(threads: 3)) == first)
    #expect(
      try train(seed: 4).scores(for: test, threads: 1) != train().scores(for: test, threads: 1))
  }
}
