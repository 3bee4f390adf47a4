/// S/√(S+B): the relative precision of the signal yield, inverted. 0 where S + B is not positive.
public struct SignalOverRootTotal: FigureOfMerit {
  public var name: String { "S/√(S+B)" }

  public init() {}

  public func value(of yield: ExpectedYield) -> Double {
    let total = yield.signal + yield.background
    return total > 0 ? yield.signal / total.squareRoot() : 0
  }
}

/// S/√(B + (rB)²) with a relative uncertainty r of the background: the discovery significance for S ≪ B.
/// It overstates the significance of few background events, without limit for B → 0; Z_A does not.
public struct SignalOverRootBackground: FigureOfMerit {
  /// r = σ_b/b.
  public let uncertainty: Double

  public var name: String { uncertainty == 0 ? "S/√B" : "S/√(B+σ²)" }

  public init(uncertainty: Double = 0) { self.uncertainty = uncertainty }

  public func value(of yield: ExpectedYield) -> Double {
    let sigma = uncertainty * yield.background
    let variance = yield.background + sigma * sigma
    return yield.background > 0 ? yield.signal / variance.squareRoot() : .nan
  }
}
