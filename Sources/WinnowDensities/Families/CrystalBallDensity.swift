/// A Gaussian with a power tail below: see `CrystalBallShape`.
public struct CrystalBallDensity: LocationScaleFamily {
  public init() {}
  public var name: String { "crystal_ball" }
  public var summary: String { "Crystal Ball: mu, sigma, and a tail below with alpha and n" }
  public var parameters: [DensityParameter] {
    [.mu, .sigma(), .alpha("alpha", "α"), .power("n", "n")]
  }
  var standardStart: ParameterValues { [0.1, 0.9, 1.5, 4, 0, 0, 0, 0] }

  @inline(__always)
  private func shape(_ theta: ParameterValues) -> CrystalBallShape {
    CrystalBallShape(
      low: CrystalBallSide(alpha: theta[2], power: theta[3]), high: CrystalBallSide())
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
