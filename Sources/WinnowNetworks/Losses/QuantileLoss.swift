import WinnowKernels

/// w Σⱼ of q (tⱼ − yⱼ) below the target and (1 − q)(yⱼ − tⱼ) above it: learns the quantile q.
public struct QuantileLoss: PointwiseLoss {
  private let deviation: QuantileDeviation
  public var level: Float { deviation.level }

  /// - Precondition: 0 < q < 1.
  public init(level: Float) { deviation = QuantileDeviation(level: level) }

  public var kind: String { "quantile" }
  public var name: String { "quantile loss" }
  public var function: any PointwiseLossFunction { deviation }
}
