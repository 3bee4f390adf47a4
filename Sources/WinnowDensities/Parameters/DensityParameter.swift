/// One parameter of a family.
public struct DensityParameter: Sendable, Hashable {
  /// As columns and options call it: “sigma”.
  public let name: String
  /// As pictures write it: “σ”.
  public let symbol: String
  /// Where it stays while it is learnt, for a column of median 0 and unit spread; nil for the location,
  /// which has no bounds.
  public let bounds: ClosedRange<Double>?
  /// What is bounded is the logarithm of its distance from this number.
  public let offset: Double

  init(_ name: String, _ symbol: String, _ bounds: ClosedRange<Double>? = nil, above offset: Double = 0) {
    self.name = name
    self.symbol = symbol
    self.bounds = bounds
    self.offset = offset
  }
}

extension DensityParameter {
  static let mu = DensityParameter("mu", "μ")
  static func sigma(_ name: String = "sigma", _ symbol: String = "σ") -> DensityParameter {
    DensityParameter(name, symbol, 1e-3...1e3)
  }
  static func alpha(_ name: String, _ symbol: String) -> DensityParameter {
    DensityParameter(name, symbol, 0.05...6)
  }
  /// Beyond n = 1, where the tail could not be normalised.
  static func power(_ name: String, _ symbol: String) -> DensityParameter {
    DensityParameter(name, symbol, 1.05...201, above: 1)
  }
}
