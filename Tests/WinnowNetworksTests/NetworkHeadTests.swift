import Foundation
import Testing
import WinnowCore
import WinnowMath
import WinnowNetworks

@Suite struct NetworkHeadTests {
  /// Three unit Gaussians in the plane with their centres on a triangle; the best classifier takes the
  /// nearest centre.
  static func triangle(_ count: Int, seed: UInt64) -> Sample {
    var random = CounterRandom(seed: seed)
    let labels = (0..<count).map { UInt8($0 % 3) }
    let centres: [(Double, Double)] = [(0, 1.5), (1.3, -0.75), (-1.3, -0.75)]
    let x = labels.map { Float(random.normal() + centres[Int($0)].0) }
    let y = labels.map { Float(random.normal() + centres[Int($0)].1) }
    return Sample(
      schema: Schema(names: ["x", "y"]), columns: [x, y], weights: Array(repeating: 1, count: count),
      truth: .classes(names: ["top", "right", "left"], labels: labels))
  }

  static func phase(_ epochs: Int) -> TrainingPhase {
    var phase = TrainingPhase()
    phase.epochs = epochs
    phase.batch = 128
    phase.learningRate = 0.01
    phase.schedule = CosineDecay()
    return phase
  }

  static func train(_ sample: Sample, _ loss: LossSettings = LossSettings(), epochs: Int = 15) throws
    -> NetworkModel
  {
    let recipe = NetworkModel.Recipe(
      layers: [Dense(24, activation: .tanh)], phases: [phase(epochs)], loss: loss)
    return try NetworkModel.train(recipe, on: sample, validation: nil, in: RunContext(seed: 4))
  }

  static func loss(_ name: LossName, quantile: Double = 0.5) -> LossSettings {
    var settings = LossSettings()
    settings.loss = name
    settings.quantile = quantile
    return settings
  }

  /// The probabilities are those of Bayes' theorem, which are known here.
  @Test func classesHaveTheProbabilitiesOfBayes() throws {
    let model = try Self.train(Self.triangle(12_000, seed: 1))
    let test = Self.triangle(2000, seed: 2)
    let scores = try model.scores(for: test, threads: 2)
    #expect(scores.outputs == ["top", "right", "left"])
    let centres: [(Float, Float)] = [(0, 1.5), (1.3, -0.75), (-1.3, -0.75)]
    var deviation = 0.0
    for event in 0..<test.count {
      let densities = centres.map { centre in
        let dx = test.columns[0][event] - centre.0, dy = test.columns[1][event] - centre.1
        return Double(exp(-(dx * dx + dy * dy) / 2))
      }
      let sum = densities.reduce(0, +)
      let found = scores.values.map { Double($0[event]) }
      #expect(abs(found.reduce(0, +) - 1) < 1e-5)
      for (density, probability) in zip(densities, found) {
        deviation += abs(density / sum - probability) / Double(3 * test.count)
      }
    }
    #expect(deviation < 0.02, "\(deviation)")
    let share = model.record.importance
    #expect(share.count == 2 && abs(share[0] - 0.5) < 0.1)
  }

  /// Two targets of very different units: 1000 + 200 sin 2x with noise of width 40 (1 + x/2), and x y.
  static func targets(_ count: Int, seed: UInt64, noise: Double = 40) -> Sample {
    var random = CounterRandom(seed: seed)
    let x = (0..<count).map { _ in Float(2 * random.uniform() - 1) }
    let y = (0..<count).map { _ in Float(2 * random.uniform() - 1) }
    let first = x.map { x in
      Float(1000 + 200 * sin(2 * Double(x)) + noise * (1 + Double(x) / 2) * random.normal())
    }
    let second = zip(x, y).map { $0 * $1 * 0.001 }
    return Sample(
      schema: Schema(names: ["x", "y"]), columns: [x, y], weights: Array(repeating: 1, count: count),
      truth: .targets(names: ["energy", "angle"], values: [first, second]))
  }

  @Test(arguments: [LossName.automatic, .absolute, .huber, .quantile])
  func regressionFindsTheCentre(_ name: LossName) throws {
    let model = try Self.train(Self.targets(6000, seed: 3, noise: 10), Self.loss(name), epochs: 50)
    let test = Self.targets(1000, seed: 4)
    let scores = try model.scores(for: test, threads: 1)
    #expect(scores.outputs == ["energy", "angle"])
    var rms = (0.0, 0.0)
    for event in 0..<test.count {
      let x = test.columns[0][event], y = test.columns[1][event]
      let truth = 1000 + 200 * sin(2 * Double(x))
      rms.0 += pow(Double(scores.values[0][event]) - truth, 2) / 1000
      rms.1 += pow(Double(scores.values[1][event] - x * y * 0.001), 2) / 1000
    }
    #expect(rms.0.squareRoot() < 8, "\(rms.0.squareRoot())")
    #expect(rms.1.squareRoot() < 5e-5, "\(rms.1.squareRoot())")
  }

  @Test func gaussianFindsTheResolution() throws {
    let model = try Self.train(Self.targets(12_000, seed: 5), Self.loss(.gaussian), epochs: 40)
    let test = Self.targets(1000, seed: 6)
    let scores = try model.scores(for: test, threads: 1)
    #expect(scores.outputs == ["energy", "angle", "sigma(energy)", "sigma(angle)"])
    for event in 0..<test.count {
      let expected = 40 * (1 + test.columns[0][event] / 2)
      #expect(abs(scores.values[2][event] / expected - 1) < 0.3)
    }
  }

  @Test func quantileHasThatPartBelow() throws {
    let model = try Self.train(Self.targets(12_000, seed: 7), Self.loss(.quantile, quantile: 0.8))
    let test = Self.targets(4000, seed: 8)
    guard case .targets(_, let truth) = test.truth else { return }
    let quantiles = try model.scores(for: test, threads: 1).values[0]
    let below = zip(truth[0], quantiles).count { $0 < $1 }
    // The binomial error is 0.006.
    #expect(abs(Double(below) / 4000 - 0.8) < 0.03)
  }

  @Test func poissonFindsTheMeanOfCounts() throws {
    var random = CounterRandom(seed: 9)
    let x = (0..<8000).map { _ in Float(2 * random.uniform() - 1) }
    let counts = x.map { x in  // Knuth's method
      let limit = exp(-exp(1 + Double(x)))
      var product = random.uniform(), count: Float = 0
      while product > limit {
        product *= random.uniform()
        count += 1
      }
      return count
    }
    let sample = Sample(
      schema: Schema(names: ["x"]), columns: [x], weights: Array(repeating: 1, count: 8000),
      truth: .targets(names: ["jets"], values: [counts]))
    let model = try Self.train(sample, Self.loss(.poisson))
    let found = try model.scores(for: sample, threads: 1).values[0]
    for (x, mean) in zip(x, found) { #expect(abs(mean / exp(1 + x) - 1) < 0.15) }
  }

  @Test(arguments: [LossName.squared, .hinge])
  func otherLossesSeparateTwoClasses(_ name: LossName) throws {
    let sample = NetworkModelTests.sample(3000, seed: 10)
    let response = try Self.train(sample, Self.loss(name)).scores(for: sample, threads: 1).response
    let right = zip(response, sample.labels ?? []).count { ($0 > 0.5) == ($1 == 0) }
    // Φ(√(1² + 0.5²)) = 0.868 is the best possible.
    #expect(abs(Double(right) / 3000 - 0.868) < 0.02)
    #expect(response.allSatisfy { (0...1).contains($0) })
  }

  @Test func everyHeadSurvivesItsArchive() throws {
    let tasks: [(Sample, LossName)] = [
      (Self.triangle(300, seed: 11), .crossEntropy), (Self.targets(300, seed: 12), .gaussian),
      (Self.targets(300, seed: 12), .huber), (NetworkModelTests.sample(300, seed: 13), .squared),
    ]
    for (sample, name) in tasks {
      let model = try Self.train(sample, Self.loss(name), epochs: 2)
      let again = try NetworkModel(from: model.archive(), schema: model.schema)
      #expect(try again.scores(for: sample, threads: 2) == model.scores(for: sample, threads: 1))
      let tensors = (again.archive().tensors, model.archive().tensors)
      for name in tensors.1.keys where name != "record/losses" {  // which has NaN for no validation
        #expect(tensors.0[name] == tensors.1[name])
      }
      #expect(again.archive().attributes == model.archive().attributes)
    }
  }

  @Test func lossesOfOtherTasksAreRefused() {
    let faults: [(Sample, LossName, String)] = [
      (Self.triangle(30, seed: 1), .hinge, "the loss hinge is not for events of 3 classes"),
      (Self.targets(30, seed: 1), .crossEntropy, "the loss cross_entropy is not for regression"),
      (NetworkModelTests.sample(30, seed: 1), .huber, "the loss huber is not for events of two classes"),
      (Self.targets(30, seed: 1), .poisson, "the loss poisson needs counts"),
    ]
    for (sample, name, message) in faults {
      let error = #expect(throws: WinnowError.self) { try Self.train(sample, Self.loss(name)) }
      #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }
  }

  /// A common affine map of a target maps the predictions.
  @Test func unitsOfTheTargetDoNotMatter() throws {
    let sample = Self.targets(500, seed: 14)
    guard case .targets(let names, let values) = sample.truth else { return }
    let doubled = Sample(
      schema: sample.schema, columns: sample.columns, weights: sample.weights,
      truth: .targets(names: names, values: values.map { $0.map { 4 * $0 } }))
    let plain = try Self.train(sample, epochs: 2).scores(for: sample, threads: 1)
    let scaled = try Self.train(doubled, epochs: 2).scores(for: sample, threads: 1)
    #expect(scaled.values == plain.values.map { $0.map { 4 * $0 } })
  }
}
