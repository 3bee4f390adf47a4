import Foundation
import WinnowCore

/// 200 events of two inputs on curves, as NumPy makes them from the same formulas.
enum CurveSample {
  /// i φ mod 1 and 4 (i ψ mod 1) − 1.
  static let columns: [[Float]] = [
    (0..<200).map { Float((Double($0) * 0.6180339887498949).truncatingRemainder(dividingBy: 1)) },
    (0..<200).map {
      Float((Double($0) * 0.7548776662466927).truncatingRemainder(dividingBy: 1) * 4 - 1)
    },
  ]

  /// 1, 2, 3, …, and −½ in each tenth event.
  static let weights = (0..<200).map { $0 % 10 == 3 ? -0.5 : Double(1 + $0 % 3) }

  static func sample(
    weights: [Double] = weights, _ target: (Int, Double, Double) -> Double
  ) -> Sample {
    let values = (0..<200).map { Float(target($0, Double(columns[0][$0]), Double(columns[1][$0]))) }
    return Sample(
      schema: Schema(names: ["a", "b"]), columns: columns, weights: weights,
      truth: .targets(names: ["y"], values: [values]))
  }

  /// sin 3a + b² a + 0.1 sin 17i.
  static func wave(weights: [Double] = weights) -> Sample {
    sample(weights: weights) { i, a, b in sin(3 * a) + b * b * a + 0.1 * sin(17 * Double(i)) }
  }

  static let points = Sample(
    schema: Schema(names: ["a", "b"]), columns: [[0.1, 0.5, 0.9, 0.3], [-0.5, 1, 2.5, 0.2]],
    weights: [1, 1, 1, 1])
}
