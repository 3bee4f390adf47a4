import WinnowKernels

/// w Σⱼ of ½ (yⱼ − tⱼ)² near the target and of a straight line beyond δ: a mean that outliers do not pull.
public struct HuberLoss: PointwiseLoss {
  private let deviation: HuberDeviation
  public var delta: Float { deviation.delta }

  /// - Precondition: δ > 0, in units of the target.
  public init(delta: Float = 1) { deviation = HuberDeviation(delta: delta) }

  public var kind: String { "huber" }
  public var name: String { "Huber loss" }
  public var function: any PointwiseLossFunction { deviation }
}
