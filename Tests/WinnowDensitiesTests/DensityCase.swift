import Testing
import WinnowDensities

/// A family at one point of its parameters.
struct DensityCase: Sendable, CustomTestStringConvertible {
  let family: any DensityFamily
  let theta: ParameterValues

  init(_ family: any DensityFamily, _ values: [Double]) {
    self.family = family
    var theta = ParameterValues()
    for (k, value) in values.enumerated() { theta[k] = value }
    self.theta = theta
  }

  var testDescription: String { "\(family.name) \(values)" }
  var values: [Double] { family.parameters.indices.map { theta[$0] } }
  var count: Int { values.count }

  static let all = [
    DensityCase(GaussianDensity(), [1.2, 0.7]),
    DensityCase(BifurcatedGaussianDensity(), [0.3, 0.5, 1.4]),
    DensityCase(StudentDensity(), [-0.4, 0.8, 3.5]),
    DensityCase(StudentDensity(), [0.1, 1.3, 40]),
    DensityCase(CrystalBallDensity(), [0.2, 0.9, 1.3, 4.2]),
    DensityCase(DoubleCrystalBallDensity(), [0.1, 0.8, 1.2, 5, 1.9, 3.1]),
    DensityCase(DoubleCrystalBallDensity(), [0, 1, 0.3, 1.4, 0.6, 2.5]),
    DensityCase(LogNormalDensity(), [0.4, 0.6]),
  ]

  /// Shares of the distribution from the far tails to the middle.
  static let shares = [1e-6, 0.001, 0.02, 0.1, 0.3, 0.5, 0.62, 0.85, 0.97, 0.999, 1 - 1e-6]

  func density(_ y: Double) -> Double { family.logDensity(y, at: theta) }

  /// The parameters with one of them moved.
  func moved(_ k: Int, by step: Double) -> ParameterValues {
    var theta = theta
    theta[k] += step
    return theta
  }
}
