import WinnowCore
import WinnowMath

/// Two-class samples for the tests of kNN: label 0 is signal.
func knnSample(_ columns: [[Float]], labels: [UInt8], weights: [Double]? = nil) -> Sample {
  Sample(
    schema: Schema(names: columns.indices.map { "x\($0)" }), columns: columns,
    weights: weights ?? Array(repeating: 1, count: labels.count),
    truth: .classes(names: ["signal", "background"], labels: labels))
}

/// Gaussian clouds around ±½ in every input, with weights of both signs.
func knnCloud(_ count: Int, inputs: Int, seed: UInt64 = 1) -> Sample {
  var random = CounterRandom(seed: seed)
  let labels = (0..<count).map { UInt8($0 % 2) }
  let columns = (0..<inputs).map { _ in
    labels.map { Float(random.normal() + ($0 == 0 ? 0.5 : -0.5)) }
  }
  let weights = labels.map { _ in random.uniform() < 0.1 ? -0.5 : 0.5 + random.uniform() }
  return knnSample(columns, labels: labels, weights: weights)
}

/// The linear toy: four correlated Gaussians per class, best possible AUC 0.96140.
func knnLinearToy(perClass: Int, seed: UInt64) -> Sample {
  let means = [0.2, 0.3, 0.5, 0.9], backgroundMeans = [-0.2, -0.3, -0.5, -0.6]
  let covariance = [
    [1, 0.4, 0.6, 0.9], [0.4, 1, 0.7, 0.8], [0.6, 0.7, 1, 0.93], [0.9, 0.8, 0.93, 1.1954],
  ]
  var factor = [[Double]](repeating: [0, 0, 0, 0], count: 4)
  for i in 0..<4 {
    for j in 0...i {
      let rest = covariance[i][j] - (0..<j).reduce(0) { $0 + factor[i][$1] * factor[j][$1] }
      factor[i][j] = i == j ? max(0, rest).squareRoot() : rest / factor[j][j]
    }
  }
  var random = CounterRandom(seed: seed)
  var columns = [[Float]](repeating: [], count: 4), labels: [UInt8] = []
  for event in 0..<2 * perClass {
    let normals = (0..<4).map { _ in random.normal() }
    let centre = event % 2 == 0 ? means : backgroundMeans
    for i in 0..<4 {
      columns[i].append(Float(centre[i] + (0...i).reduce(0) { $0 + factor[i][$1] * normals[$1] }))
    }
    labels.append(UInt8(event % 2))
  }
  return knnSample(columns, labels: labels)
}
