extension Measured {
  /// The difference of independent figures.
  static func - (a: Measured, b: Measured) -> Measured {
    Measured(a.value - b.value, (a.error * a.error + b.error * b.error).squareRoot())
  }

  /// A figure times a number without error.
  static func * (factor: Double, figure: Measured) -> Measured {
    Measured(factor * figure.value, abs(factor) * figure.error)
  }
}
