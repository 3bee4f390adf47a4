import WinnowCore
import WinnowTestSupport

/// Sixteen events with weights of both signs, for which NumPy gives the linear discriminants.
enum LinearSample {
  enum Weighting: String, CaseIterable, Sendable { case unit, positive, signed }

  static func sample(_ weighting: Weighting) -> Sample {
    let positive = [
      0.97, 1.12, 0.55, 1.49, 0.8, 1.78, 0.77, 1.26, 0.98, 1.34, 0.63, 0.61, 1.57, 1.58, 1.26, 1.87,
    ]
    var signed = positive
    (signed[2], signed[5], signed[11]) = (-0.22, -0.71, -0.24)
    let weights =
      switch weighting {
      case .unit: [Double](repeating: 1, count: 16)
      case .positive: positive
      case .signed: signed
      }
    return Samples.literal(
      [
        "x": [
          3.04, -1.07, -1.02, 2.82, 0.72, -0.89, 1.96, 1.05, 0.82, -0.77, 0.11, 0.08, -1.83,
          -2.17, 0.56, -0.55,
        ],
        "y": [
          -1.34, -0.84, -1.04, 1.79, -0.61, 0.19, 0.48, 1.22, 0.65, -0.48, -0.53, 0.28, -0.19,
          -0.66, -1.1, 1.28,
        ],
        "z": [
          0.77, -0.92, -1.1, -0.99, -1.61, -0.68, 0.69, -1.2, 4.73, 1.58, 2.38, 1.02, -0.91, 1.13,
          0.43, 1.57,
        ],
      ], weights: weights, labels: (0..<16).map { UInt8($0 % 2) })
  }
}
