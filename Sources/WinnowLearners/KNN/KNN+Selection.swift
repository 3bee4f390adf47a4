import Foundation
import WinnowCore
import WinnowMath

extension KNN {
  /// Events that tuning looks at; more would change the factors little.
  private static let tuningEvents = 5000
  /// How far factors move in each pass over the inputs, up or down.
  private static let tuningSteps: [Double] = [2, 2, sqrt(2), sqrt(sqrt(2))]

  /// The number of neighbours among `neighborChoices` with the least leave-one-out error: the weighted
  /// mean of Σ (y − v)² over the outputs; of equals the smallest.
  ///
  /// Reference: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, §7.10.
  func best(
    of parameters: KNNParameters, on kept: Sample, _ memory: KNNMemory, in context: RunContext
  ) throws -> KNNParameters {
    var best = parameters, least = Double.infinity
    for (step, neighbors) in parameters.neighborChoices.sorted().enumerated() {
      try context.checkCancelled()
      var trial = parameters
      trial.neighbors = neighbors
      trial.neighborChoices = []
      let loss = try KNNModel(schema: kept.schema, parameters: trial, memory: memory)
        .leaveOneOutLoss(on: kept, threads: context.threads)
      if loss < least || step == 0 { (best, least) = (trial, loss) }
      context.progress.advance(
        step: step + 1, total: parameters.neighborChoices.count, events: kept.count,
        note: "k = \(neighbors)")
    }
    return best
  }

  /// The settings with the factors on the inputs that have the least leave-one-out error on up to 5000
  /// of the events, drawn at random: each factor in turn is multiplied or divided by 2, 2, √2, ⁴√2 and
  /// keeps what is better. Training events alone decide.
  func tuned(
    _ plain: KNNScaling, on kept: Sample, in context: RunContext
  ) throws -> KNNParameters {
    var trial = parameters
    trial.tunesFactors = false
    trial.neighborChoices = []
    let sample = Self.part(of: kept, seed: context.seed), inputs = kept.schema.count
    func loss(_ factors: [Double]) throws -> Double {
      try context.checkCancelled()
      let memory = try KNNMemory(
        sample, weights: sample.weights, plain.multiplied(by: factors), threads: context.threads)
      return try KNNModel(schema: sample.schema, parameters: trial, memory: memory)
        .leaveOneOutLoss(on: sample, threads: context.threads)
    }
    var factors = [Double](repeating: 1, count: inputs), least = try loss(factors)
    for (pass, step) in Self.tuningSteps.enumerated() {
      for input in 0..<inputs {
        for move in [step, 1 / step] {
          var moved = factors
          moved[input] *= move
          let found = try loss(moved)
          if found < least {
            (factors, least) = (moved, found)
            break
          }
        }
        context.progress.advance(
          step: pass * inputs + input + 1, total: Self.tuningSteps.count * inputs,
          events: sample.count, note: "loss \(least)")
      }
    }
    trial.factors = factors
    trial.neighborChoices = parameters.neighborChoices
    return trial
  }

  private static func part(of sample: Sample, seed: UInt64) -> Sample {
    if sample.count <= tuningEvents { return sample }
    var random = CounterRandom(seed: seed, stream: stream)
    return sample.selecting(random.permutation(sample.count).prefix(tuningEvents).sorted())
  }

  /// Random numbers of tuning share no stream with those of other purposes.
  private static let stream: UInt64 = 0x4B4E_4E00_0000_0000
}

extension KNNModel {
  /// Σ w Σ (y − v)² / Σ w over the training events, each answered without itself.
  func leaveOneOutLoss(on training: Sample, threads: Int) throws -> Double {
    let scores = try trainingScores(for: training, threads: threads)
    var sum = 0.0, total = 0.0
    for (event, weight) in memory.weights.enumerated() {
      total += weight
      for (answers, values) in zip(scores.values, memory.values) {
        let difference = Double(answers[event]) - Double(values[event])
        sum += weight * difference * difference
      }
    }
    return sum / total
  }
}
