import Testing
import WinnowCore
import WinnowNetworks

@Suite struct WeightAverageTests {
  static let start = try? Network(
    inputs: 2, layers: Sequential([Dense(5, activation: .tanh), Dense(1)]), seed: 1)

  /// Parameters after each number of epochs, with a constant rate.
  static func trained(_ epochs: Int, _ averaging: WeightAveraging) throws -> [Float] {
    let data = try TrainingTests.examples(TrainingTests.plane(200, seed: 1, TrainingTests.circle))
    var phase = TrainingTests.phase(epochs, batch: 200)
    phase.schedule = ConstantRate()
    phase.averaging = averaging
    return try NetworkTrainer(phases: [phase]).train(#require(start), on: data).network.parameters
  }

  @Test func meanOfTheLastEpochs() throws {
    let ends = try (5...8).map { try Self.trained($0, .none) }
    let mean = try Self.trained(8, .lastEpochs(part: 0.5))
    for (index, value) in mean.enumerated() {
      let expected = ends.reduce(0) { $0 + $1[index] } / 4
      #expect(abs(value - expected) < 1e-6)
    }
  }

  @Test func exponentialMeanOfTheSteps() throws {
    // One batch an epoch, so that epochs are steps.
    let steps = try (1...6).map { try Self.trained($0, .none) }
    let mean = try Self.trained(6, .exponential(decay: 0.2))
    var expected = steps[0]
    for (count, step) in steps.enumerated().dropFirst() {
      let decay = min(0.2, Float(1 + count) / Float(10 + count))
      expected = zip(expected, step).map { decay * $0 + (1 - decay) * $1 }
    }
    for (value, wanted) in zip(mean, expected) { #expect(abs(value - wanted) < 1e-6) }
  }

  /// torch.optim.lr_scheduler.ReduceLROnPlateau(factor=0.5, patience=2) on the same losses.
  @Test func plateausReduceTheRate() {
    var watch = ReduceOnPlateau.Watch()
    let losses = [1.0, 0.9, 0.95, 0.91, 0.9, 0.89999, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8]
    let rates = losses.map { loss in
      watch.note(loss, ReduceOnPlateau(factor: 0.5, patience: 2))
      return watch.rate
    }
    #expect(rates == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125])
  }

  @Test func plateausSlowTheTraining() throws {
    // A rate that is far too large: it must shrink for the loss to fall.
    let data = try TrainingTests.examples(TrainingTests.plane(500, seed: 2, TrainingTests.circle))
    var phase = TrainingTests.phase(60)
    phase.schedule = ConstantRate()
    phase.learningRate = 0.5
    var losses: [Double] = []
    for plateau in [nil, ReduceOnPlateau(factor: 0.3, patience: 1)] {
      phase.plateau = plateau
      let record = try NetworkTrainer(phases: [phase]).train(#require(Self.start), on: data).record
      losses.append(try #require(record.history.last).trainingLoss)
    }
    #expect(losses[1] < losses[0])
  }

  @Test func theShortWayTrainsAndJudges() throws {
    let data = try TrainingTests.examples(TrainingTests.plane(500, seed: 3, TrainingTests.circle))
    var network = try #require(Self.start)
    let before = try network.evaluate(data)
    let record = try network.fit(data, by: NetworkTrainer(phases: [TrainingTests.phase(5)]))
    #expect(record.history.count == 5)
    #expect(try network.evaluate(data, threads: 2) < before)
    let columns = TrainingTests.plane(7, seed: 4, TrainingTests.circle).columns
    #expect(network.predict(columns) == [network.outputs(for: columns, threads: 1)])
    #expect(
      network.summary == """
        node     operation  output  parameters
        dense_1  dense      5       15        
        dense_2  dense      1       6         
        21 parameters are learnt, 0 are kept up to date beside them
        """)
  }

  /// Layers of all widths, wide inputs, several outputs, and what else stands between dense layers.
  static let shapes: [[any Layer]] = [
    [Dense(5, activation: .gelu), Dense(1)], [Dense(1), Dense(3, activation: .relu), Dense(2)],
    [Dense(16), Dense(3, activation: .tanh), Dense(1)],
    [Dense(100, activation: .gelu), Dropout(0.5), Dense(100), ActivationLayer(.elu), Dense(1)],
    [Dense(600), BatchNormalization(), Dense(20, activation: .sigmoid), Dense(7)],
  ]

  @Test func oneEventHasTheBitsOfMany() throws {
    for layers in Self.shapes {
      let network = try Network(inputs: 2, layers: Sequential(layers), seed: 1)
      let width = network.outputCount
      let columns = TrainingTests.plane(131, seed: 4, TrainingTests.circle).columns
      let all = network.outputs(for: columns, threads: 2)
      let predictor = Predictor(network)
      for event in [0, 5, 127, 130] {
        let alone = predictor.outputs(ofEvent: columns.map { $0[event] })
        #expect(alone == Array(all[event * width..<(event + 1) * width]))
      }
      for few in [4, 16, 33] {
        let some = predictor.outputs(for: columns.map { Array($0[..<few]) })
        #expect(some == Array(all[..<(few * width)]))
      }
    }
  }
}
