import Testing
import WinnowCore
import WinnowLearners
import WinnowMath
import WinnowNetworks
import WinnowTestSupport

@Suite struct AutoencoderTests {
  /// Background lies on a parabola; signal has the same distribution of each variable, without the
  /// parabola.
  static func parabola(events: Int, signalEvery: Int = 2, seed: UInt64) -> Sample {
    var random = CounterRandom(seed: seed)
    var x: [Float] = [], y: [Float] = [], labels: [UInt8] = []
    for event in 0..<events {
      let place = random.normal(), other = random.normal()
      let isSignal = event % signalEvery == 0
      let height = isSignal ? other : place
      x.append(Float(place + 0.1 * random.normal()))
      y.append(Float((height * height - 1) / 2.0.squareRoot() + 0.1 * random.normal()))
      labels.append(isSignal ? 0 : 1)
    }
    return Samples.literal(["x": x, "y": y], labels: labels)
  }

  private func model(
    _ options: [Setting.Entry] = [], on training: Sample, validation: Sample? = nil, seed: UInt64 = 1
  ) throws -> AutoencoderModel {
    let common: [Setting.Entry] = [
      .init("bottleneck", 1), .init("hidden", [16]), .init("epochs", 40), .init("batch", 50),
    ]
    let given = Set(options.map(\.key))
    let parameters = try AutoencoderParameters(
      reading: Setting(.table(common.filter { !given.contains($0.key) } + options)),
      owner: "methods.Autoencoder")
    return try Autoencoder(parameters).train(
      on: training, validation: validation, in: RunContext(seed: seed))
  }

  private func auc(_ model: AutoencoderModel) throws -> Double {
    let test = Self.parabola(events: 2000, seed: 9)
    return plainAUC(try model.scores(for: test, threads: 1), of: test)
  }

  @Test func signalOffTheBackgroundsCurveIsUnusual() throws {
    let model = try model(on: Self.parabola(events: 2000, seed: 1))
    let area = try auc(model)
    #expect(area > 0.82, "\(area)")
  }

  @Test func aFewSignalEventsAmongAllDoNotHideThemselves() throws {
    let training = Self.parabola(events: 2000, signalEvery: 20, seed: 1)
    let area = try auc(model([.init("train_on", "all")], on: training))
    #expect(area > 0.8, "\(area)")
  }

  @Test func signalEventsAreLearntFromOnlyWhereAsked() throws {
    let training = Self.parabola(events: 300, seed: 1)
    let background = training.selecting(training.rows(ofClass: 1))
    let short: [Setting.Entry] = [.init("epochs", 2)]
    let plain = try model(short, on: training).network.archive()
    #expect(try model(short, on: background).network.archive() == plain)
    let all = try model(short + [.init("train_on", "all")], on: training)
    #expect(all.network.archive() != plain)
  }

  /// By hand, from encoder and decoder one after the other.
  @Test func responsesAreRootMeanSquares() throws {
    let training = Self.parabola(events: 200, seed: 1)
    let model = try model([.init("epochs", 1)], on: training)
    let codes = model.network.encode(training.columns)
    let back = model.network.decode(codes)
    let responses = try model.scores(for: training, threads: 2).response
    for event in 0..<training.count {
      let squares = (0..<2).map { j in
        let difference = Double(back[j][event]) - Double(training.columns[j][event])
        return difference * difference
      }
      let wanted = (squares.reduce(0, +) / 2).squareRoot()
      #expect(isClose(Double(responses[event]), wanted, relative: 1e-5, absolute: 1e-6))
    }
  }

  @Test func validationEventsStopTheTraining() throws {
    let checks = Self.parabola(events: 300, seed: 2)
    let model = try model(
      [.init("epochs", 300), .init("early_stopping", 2), .init("hidden", [32])],
      on: Self.parabola(events: 60, seed: 1), validation: checks)
    #expect(model.record.history.count < 300)
    #expect(model.record.history.allSatisfy { $0.validationLoss != nil })
    #expect(model.record.lossName == "squared error")
  }

  @Test func archiveGivesTheSameModel() throws {
    let training = Self.parabola(events: 200, seed: 1)
    let model = try model([.init("epochs", 2)], on: training)
    let again = try AutoencoderModel(from: model.archive(), schema: training.schema)
    #expect(again.record == model.record)
    #expect(try again.scores(for: training, threads: 1) == model.scores(for: training, threads: 2))
    #expect(again.network.archive() == model.network.archive())
  }
}
