/// Densities of one Crystal Ball shape in (y − μ)/σ.
protocol CrystalBallFamily: LocationScaleFamily {
  func shape(_ theta: ParameterValues) -> CrystalBallShape
}

extension CrystalBallFamily {
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
