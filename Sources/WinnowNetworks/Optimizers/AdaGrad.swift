import WinnowKernels

/// Steps scaled by the root of the sum of all g² so far (Duchi, Hazan and Singer, JMLR 12 (2011) 2121).
public struct AdaGrad: Optimizer {
  public static let name = "adagrad"
  public let epsilon: Float
  public var memoryCount: Int { 1 }
  public init(epsilon: Float = 1e-10) { self.epsilon = epsilon }

  public func update(_ slice: ParameterSlice, gradient: Span<Float>) {
    var values = slice.values, squares = slice.memory(0)
    adaGradStep(
      &values, gradient: gradient, squares: &squares, rate: slice.rate, epsilon: epsilon)
  }
}
