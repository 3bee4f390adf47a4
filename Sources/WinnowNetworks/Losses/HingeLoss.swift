import WinnowKernels

/// w Σⱼ max(0, 1 − (2tⱼ − 1) yⱼ) for targets 0 and 1: learns the side, not the probability.
public struct HingeLoss: PointwiseLoss {
  public init() {}
  public var kind: String { "hinge" }
  public var name: String { "hinge loss" }
  public var function: any PointwiseLossFunction { HingeDistance() }
}
