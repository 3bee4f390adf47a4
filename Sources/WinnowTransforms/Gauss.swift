import WinnowCore

/// TMVA's G: x′ = √2 erf⁻¹(2 F(x) − 1) = Φ⁻¹(F(x)) with `Uniform`'s F: each variable a unit Gaussian.
public struct Gauss: VariableTransform {
  public static let identifier = "gauss"
  public static let letter: String? = "G"
  public static let summary = "to a unit Gaussian by weighted quantiles"

  public let parameters: QuantileParameters

  public init(_ parameters: QuantileParameters = QuantileParameters()) {
    self.parameters = parameters
  }

  /// - Throws: `badData` for a variable that is constant, infinite or always missing.
  public func fit(to training: Sample) throws -> QuantileColumns {
    QuantileColumns(training.schema, target: .gauss, curves: try parameters.curves(of: training))
  }
}
