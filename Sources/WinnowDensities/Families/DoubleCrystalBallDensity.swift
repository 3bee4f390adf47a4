/// A Gaussian with a power tail on both sides, the density of energy responses: see `CrystalBallShape`.
public struct DoubleCrystalBallDensity: CrystalBallFamily {
  public init() {}
  public var name: String { "dscb" }
  public var summary: String {
    "double-sided Crystal Ball: mu, sigma, and tails alpha_low, n_low, alpha_high, n_high"
  }
  public var parameters: [DensityParameter] {
    [
      .mu, .sigma(), .alpha("alpha_low", "α_low"), .power("n_low", "n_low"),
      .alpha("alpha_high", "α_high"), .power("n_high", "n_high"),
    ]
  }
  var standardStart: ParameterValues { [0, 0.85, 1.5, 4, 1.5, 4, 0, 0] }

  @inline(__always)
  func shape(_ theta: ParameterValues) -> CrystalBallShape {
    CrystalBallShape(
      low: CrystalBallSide(alpha: theta[2], power: theta[3]),
      high: CrystalBallSide(alpha: theta[4], power: theta[5]))
  }
}
