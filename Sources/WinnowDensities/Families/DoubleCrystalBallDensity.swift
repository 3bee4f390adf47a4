/// A Gaussian with a power tail on both sides, the density of energy responses: see `CrystalBallShape`.
public struct DoubleCrystalBallDensity: LocationScaleFamily {
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
  private func shape(_ theta: ParameterValues) -> CrystalBallShape {
    CrystalBallShape(
      low: CrystalBallSide(alpha: theta[2], power: theta[3]),
      high: CrystalBallSide(alpha: theta[4], power: theta[5]))
  }

  @inline(__always)
  public func terms(
    of y: Double, at theta: ParameterValues, _ curvature: Curvature
  ) -> DensityTerms {
    shape(theta).terms((y - theta[0]) / theta[1], sigma: theta[1], curvature)
  }

  public func cdf(_ y: Double, at theta: ParameterValues) -> Double {
    shape(theta).cdf((y - theta[0]) / theta[1])
  }

  public func quantile(_ p: Double, at theta: ParameterValues) -> Double {
    theta[0] + theta[1] * shape(theta).quantile(p)
  }

  public func mean(at theta: ParameterValues) -> Double { theta[0] + theta[1] * shape(theta).mean }
  public func mode(at theta: ParameterValues) -> Double { theta[0] }
}
