/// Punzi's figure of merit ε_S/(a/2 + √B): the cut that makes the smallest observable signal yield visible
/// at a standard deviations, without knowing its cross-section (physics/0308063, eq. 7). Its size means
/// nothing by itself; for comparisons between cuts on the same events.
public struct PunziFigure: FigureOfMerit {
  /// a, the significance wanted.
  public let sigmas: Double

  public var name: String { "Punzi" }

  public init(sigmas: Double = 5) { self.sigmas = sigmas }

  public func value(of yield: ExpectedYield) -> Double {
    yield.signalEfficiency / (sigmas / 2 + max(0, yield.background).squareRoot())
  }
}
