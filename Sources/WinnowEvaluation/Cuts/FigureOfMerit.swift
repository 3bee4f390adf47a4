/// What a cut is good for: a function of the events expected above it.
public protocol FigureOfMerit: Sendable {
  /// How reports call it, such as `S/√(S+B)`.
  var name: String { get }
  /// - Returns: the figure; NaN where it is undefined, as without background for S/√B.
  func value(of yield: ExpectedYield) -> Double
}

/// Events expected above a cut.
public struct ExpectedYield: Sendable, Hashable {
  public var signal: Double
  public var background: Double
  /// Share of the signal that passes.
  public var signalEfficiency: Double

  public init(signal: Double, background: Double, signalEfficiency: Double) {
    self.signal = signal
    self.background = background
    self.signalEfficiency = signalEfficiency
  }
}

extension FigureOfMerit {
  /// The figure with the error that follows from those of the efficiencies.
  ///
  /// σ² = (∂f/∂S)² σ_S² + (∂f/∂B)² σ_B², derivatives by differences over ± a thousandth of each yield; ε_S
  /// follows S. The Poisson fluctuation of the events expected is no error of the figure.
  func measured(signal: Measured, background: Measured, efficiency: Double) -> Measured {
    func at(_ s: Double, _ b: Double) -> Double {
      value(
        of: ExpectedYield(
          signal: s * signal.value, background: b * background.value,
          signalEfficiency: s * efficiency))
    }
    let step = 1e-3
    let bySignal = (at(1 + step, 1) - at(1 - step, 1)) / (2 * step)
    let byBackground = (at(1, 1 + step) - at(1, 1 - step)) / (2 * step)
    let a = bySignal * signal.relativeError, b = byBackground * background.relativeError
    return Measured(at(1, 1), (a * a + b * b).squareRoot())
  }
}

extension Measured {
  /// Error over value; 0 for a value of 0, whose relative change moves nothing.
  fileprivate var relativeError: Double { value == 0 ? 0 : error / value }
}
