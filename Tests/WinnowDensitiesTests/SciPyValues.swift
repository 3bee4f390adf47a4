import WinnowDensities

/// (density, y, ln p, P(Y ≤ y)) by SciPy: stats.norm, stats.t, stats.lognorm, stats.crystalball.
enum SciPyValues {
  static let all: [(DensityCase, Double, Double, Double)] = [
    (DensityCase(GaussianDensity(), [1.2, 0.7]), -0.9, -5.0622635892659416, 0.0013498980316300933),
    (DensityCase(StudentDensity(), [-0.4, 0.8, 3.5]), 2.3, -4.024259956493407, 0.9828723055087101),
    (DensityCase(LogNormalDensity(), [0.4, 0.6]), 2.9, -2.0864908184769675, 0.8660369641550449),
    (DensityCase(CrystalBallDensity(), [0.2, 0.9, 1.3, 4.2]), -2.7, -3.692829122827819, 0.03608914910649072),
    (DensityCase(CrystalBallDensity(), [0.2, 0.9, 1.3, 4.2]), 0.4, -0.9117204513742683, 0.6171117202271044),
  ]
}
