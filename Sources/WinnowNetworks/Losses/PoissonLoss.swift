import WinnowKernels

/// w Σⱼ (e^yⱼ − tⱼ yⱼ): learns the logarithm of the mean of counts.
public struct PoissonLoss: PointwiseLoss {
  public init() {}
  public var kind: String { "poisson" }
  public var name: String { "Poisson likelihood" }
  public var isLikelihood: Bool { true }
  public var function: any PointwiseLossFunction { PoissonDeviation() }
}
