import Testing
import WinnowCore
import WinnowNetworks

/// The library's examples in a small form.
@Suite struct ExampleTests {
  @Test func gatesRememberWhatAPlainLayerForgets() throws {
    var example = SequenceExample(steps: 16)
    (example.events, example.epochs) = (800, 12)
    let context = RunContext(seed: 3)
    let lstm = try example.accuracy(of: LSTM(8), in: context)
    let gru = try example.accuracy(of: GRU(8), in: context)
    let plain = try example.accuracy(of: RNN(8), in: context)
    #expect(lstm > 0.9, "\(lstm)")
    #expect(gru > 0.9, "\(gru)")
    #expect(plain < min(lstm, gru) + 0.02, "\(plain)")
  }

  @Test func anAutoencoderTakesNoiseOff() throws {
    let (before, after) = try DenoisingExample().errors(in: RunContext(seed: 2))
    // The noise's variance; two thirds of it and more are gone.
    #expect(abs(before - 0.09) < 0.005)
    #expect(after < before / 3, "\(after)")
  }

  static func pair() throws -> AdversarialPair {
    try AdversarialPair(
      noise: 2, features: 1, seed: 1, generator: Sequential { Dense(8, activation: .tanh); Dense(1) },
      discriminator: Sequential { Dense(16, activation: .leakyRelu); Dense(1) })
  }

  static func examples() throws -> Examples {
    let pulls = (0..<1000).map { Float($0 * 37 % 1000) / 500 - 1 }
    return try Examples(
      columns: [pulls.map { 2 + $0 }], targets: [pulls], weights: pulls.map { _ in 1 })
  }

  static let settings = {
    var settings = AdversarialPair.Settings()
    (settings.steps, settings.batch, settings.learningRate) = (600, 64, 5e-3)
    return settings
  }()

  @Test func aGeneratorLearnsWhereEventsLie() throws {
    // Real events are uniform in 1 … 3; at first the generator's lie around 0.
    var pair = try Self.pair()
    func mean(_ pair: AdversarialPair) -> Float { pair.generate(2000, seed: 9)[0].reduce(0, +) / 2000 }
    #expect(abs(mean(pair)) < 1)
    let losses = try pair.train(on: Self.examples(), Self.settings, in: RunContext(seed: 4))
    #expect(losses.count == 600)
    #expect(abs(mean(pair) - 2) < 0.6, "\(mean(pair))")
  }

  @Test func aPairIsTheSameAtAnyThreadCount() throws {
    var settings = Self.settings
    (settings.steps, settings.batch) = (5, 300)
    let results = try [1, 3].map { threads in
      var pair = try Self.pair()
      _ = try pair.train(on: Self.examples(), settings, in: RunContext(seed: 4, threads: threads))
      return pair.generator.parameters + pair.discriminator.parameters
    }
    #expect(results[0] == results[1])
  }

  @Test func pairsThatDoNotFitAreRefused() throws {
    let error = #expect(throws: WinnowError.self) {
      try AdversarialPair(
        noise: 2, features: 3, seed: 1, generator: Sequential([Dense(2)]),
        discriminator: Sequential([Dense(1)]))
    }
    #expect(error?.message.contains("the generator makes 2 of 3 features") == true)
  }
}
