import Foundation
import WinnowCore
import WinnowMath

/// TMVA's linear toy in four variables with its effective covariance: the best possible classifier is
/// linear and has AUC 0.96140.
enum LinearToyEvents {
  private static let covariance: [[Double]] = [
    [1, 0.4, 0.6, 0.9], [0.4, 1, 0.7, 0.8], [0.6, 0.7, 1, 0.93], [0.9, 0.8, 0.93, 1.1954],
  ]
  private static let means: [[Double]] = [[0.2, 0.3, 0.5, 0.9], [-0.2, -0.3, -0.5, -0.6]]

  /// `count` events of each class.
  static func sample(_ count: Int, seed: UInt64) -> Sample {
    let factor = cholesky()
    var random = CounterRandom(seed: seed, stream: 99)
    var columns = [[Float]](repeating: [], count: 4)
    let labels = (0..<2 * count).map { UInt8($0 % 2) }
    for label in labels {
      let normals = (0..<4).map { _ in random.normal() }
      for i in 0..<4 {
        let spread = (0...i).reduce(0.0) { $0 + factor[i][$1] * normals[$1] }
        columns[i].append(Float(means[Int(label)][i] + spread))
      }
    }
    return Sample(
      schema: Schema(names: ["var1", "var2", "var3", "var4"]), columns: columns,
      weights: Array(repeating: 1, count: 2 * count),
      truth: .classes(names: ["signal", "background"], labels: labels))
  }

  private static func cholesky() -> [[Double]] {
    var factor = [[Double]](repeating: [0, 0, 0, 0], count: 4)
    for i in 0..<4 {
      for j in 0...i {
        let sum = (0..<j).reduce(covariance[i][j]) { $0 - factor[i][$1] * factor[j][$1] }
        factor[i][j] = i == j ? sum.squareRoot() : sum / factor[j][j]
      }
    }
    return factor
  }
}

/// The MAGIC telescope events, where they are at hand: every fifth training event validates, and each
/// input is made Gaussian by its rank among the training events, as the transform `gauss` does.
struct MagicEvents {
  let training: Sample, validation: Sample, test: Sample

  private static var folder: URL {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let given = ProcessInfo.processInfo.environment["WINNOW_SHARED_DATA"]
    return (given.map { URL(filePath: $0) } ?? package.appending(path: "../shared/data"))
      .appending(path: "magic")
  }

  static var isThere: Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "train.csv").path)
  }

  init() throws {
    let all = try Self.read("train.csv"), tested = try Self.read("test.csv")
    let sorted = all.columns.map { $0.sorted() }
    func gaussian(_ sample: Sample) -> Sample {
      let columns = zip(sample.columns, sorted).map { column, sorted in
        column.map { Self.normalQuantile(rank: $0, in: sorted) }
      }
      return sample.replacing(schema: sample.schema, columns: columns)
    }
    training = gaussian(all.selecting((0..<all.count).filter { $0 % 5 != 0 }))
    validation = gaussian(all.selecting((0..<all.count).filter { $0 % 5 == 0 }))
    test = gaussian(tested)
  }

  private static func read(_ name: String) throws -> Sample {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
    let names = lines[0].dropLast().map(String.init)
    let columns = names.indices.map { index in lines.dropFirst().map { Float($0[index]) ?? .nan } }
    let labels = lines.dropFirst().map { UInt8($0.last == "g" ? 0 : 1) }
    return Sample(
      schema: Schema(names: names), columns: columns,
      weights: Array(repeating: 1, count: labels.count),
      truth: .classes(names: ["g", "h"], labels: labels))
  }

  /// The normal quantile of a value's rank, by Newton's method on the logistic approximation's result.
  private static func normalQuantile(rank value: Float, in sorted: [Float]) -> Float {
    var low = 0, high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    let p = min(max(Double(low) / Double(sorted.count), 1e-4), 1 - 1e-4)
    var x = log(p / (1 - p)) / 1.702
    for _ in 0..<6 {
      let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      x -= min(1, max(-1, (0.5 * erfc(-x / 2.0.squareRoot()) - p) / density))
    }
    return Float(x)
  }
}

/// The area under the ROC curve by ranks, for unit weights; label 0 is signal.
func rankedArea(_ scores: [Float], _ labels: [UInt8]) -> Double {
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var below = 0.0, area = 0.0, signal = 0.0
  for index in order {
    if labels[index] == 0 {
      area += below
      signal += 1
    } else {
      below += 1
    }
  }
  return area / (signal * below)
}
