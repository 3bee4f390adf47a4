import Foundation
import WinnowCore
import WinnowMath
import WinnowTrees

/// Two unit Gaussians whose means lie `distance` apart along the first feature; the optimum AUC is
/// Φ(distance / √2).
func gaussians(
  _ count: Int, features: Int = 3, distance: Double = 1.5, seed: UInt64 = 1
) -> BoostingSample {
  var random = CounterRandom(seed: seed)
  let targets = (0..<count).map { Float($0 % 2) }
  let columns = (0..<features).map { feature in
    targets.map { Float(random.normal() + (feature == 0 ? distance * Double($0) : 0)) }
  }
  return BoostingSample(
    columns: columns, targets: targets, weights: Array(repeating: 1, count: count))
}

extension BoostingSample {
  func reweighted(_ change: (Int, Double) -> Double) -> BoostingSample {
    BoostingSample(
      columns: columns, targets: targets,
      weights: weights.enumerated().map { change($0.offset, $0.element) })
  }

  func replacing(columns: [[Float]]) -> BoostingSample {
    BoostingSample(columns: columns, targets: targets, weights: weights)
  }

  func selecting(_ rows: [Int]) -> BoostingSample {
    BoostingSample(
      columns: columns.map { column in rows.map { column[$0] } },
      targets: rows.map { targets[$0] }, weights: rows.map { weights[$0] })
  }
}

/// Σ_S Σ_B [s > b] + ½ [s = b], over the number of pairs.
func areaUnderROC(_ scores: [Float], _ targets: [Float]) -> Double {
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var below = 0.0, area = 0.0, place = 0
  while place < order.count {
    var signal = 0.0, background = 0.0
    let score = scores[order[place]]
    while place < order.count, scores[order[place]] == score {
      if targets[order[place]] > 0.5 { signal += 1 } else { background += 1 }
      place += 1
    }
    area += signal * (below + background / 2)
    below += background
  }
  return area / below / (Double(scores.count) - below)
}

func quickOptions(trees: Int = 10, leaves: Int = 8) -> BoostingOptions {
  var options = BoostingOptions()
  options.trees = trees
  options.growth.maxLeaves = leaves
  return options
}

func boost(
  _ sample: BoostingSample, _ options: BoostingOptions, validation: BoostingSample? = nil,
  seed: UInt64 = 100, threads: Int = 1
) throws -> (forest: Forest, record: TrainingRecord) {
  try GradientBoosting(loss: LogisticLoss(), options: options)
    .train(on: sample, validation: validation, in: RunContext(seed: seed, threads: threads))
}
