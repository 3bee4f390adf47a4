/// A Gaussian with a power tail below: see `CrystalBallShape`.
public struct CrystalBallDensity: CrystalBallFamily {
  public init() {}
  public var name: String { "crystal_ball" }
  public var summary: String { "Crystal Ball: mu, sigma, and a tail below with alpha and n" }
  public var parameters: [DensityParameter] {
    [.mu, .sigma(), .alpha("alpha", "α"), .power("n", "n")]
  }
  var standardStart: ParameterValues { [0.1, 0.9, 1.5, 4, 0, 0, 0, 0] }

  @inline(__always)
  func shape(_ theta: ParameterValues) -> CrystalBallShape {
    CrystalBallShape(
      low: CrystalBallSide(alpha: theta[2], power: theta[3]), high: CrystalBallSide())
  }
}
