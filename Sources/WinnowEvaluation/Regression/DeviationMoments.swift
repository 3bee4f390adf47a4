extension Deviations {
  /// ⟨d⟩ = Σ w d/Σ w.
  public var bias: InfluencedFigure {
    let mean = mean { values[$0] }
    return figure(mean) { values[$0] - mean }
  }

  /// √(Σ w (d − ⟨d⟩)²/Σ w), the spread about the bias; TMVA's RMS. Undefined where negative weights leave
  /// no positive variance.
  public var rms: InfluencedFigure { spread(around: mean { values[$0] }) }

  /// √(Σ w d²/Σ w): bias and spread together.
  public var rmsAboutZero: InfluencedFigure { spread(around: 0) }

  /// Σ w |d|/Σ w.
  public var meanAbsolute: InfluencedFigure {
    let mean = mean { abs(values[$0]) }
    return figure(mean) { abs(values[$0]) - mean }
  }

  /// The influence on the root of a variance v is ((d − centre)² − v)/(2√v); that of the centre itself
  /// vanishes where it is the mean.
  private func spread(around centre: Double) -> InfluencedFigure {
    func square(_ row: Int) -> Double { (values[row] - centre) * (values[row] - centre) }
    let variance = mean(square)
    guard variance >= 0 else { return figure(.nan) { _ in .nan } }
    let root = variance.squareRoot()
    return figure(root) { root > 0 ? (square($0) - variance) / (2 * root) : 0 }
  }

  /// The events within two RMS of the bias, TMVA's truncation: one step, not repeated. Errors of their
  /// figures take the window as given.
  /// - Returns: nil where the window is undefined or its weights have no positive sum.
  var truncated: Deviations? {
    let centre = bias.value, half = 2 * rms.value
    guard half.isFinite else { return nil }
    return selecting(values.indices.filter { abs(values[$0] - centre) <= half })
  }

  /// The linear correlation of prediction and target, weighted:
  /// ρ = Σ w z_p z_t/Σ w with z in units of the width around the mean. An event moves it by
  /// z_p z_t − ρ (z_p² + z_t²)/2. Undefined where a column has no positive variance.
  public var correlation: InfluencedFigure {
    let a = standardized(prediction), b = standardized(target)
    let rho = mean { a[$0] * b[$0] }
    return figure(rho) { a[$0] * b[$0] - rho * (a[$0] * a[$0] + b[$0] * b[$0]) / 2 }
  }

  private func standardized(_ column: [Float]) -> [Double] {
    let centre = mean { Double(column[$0]) }
    let variance = mean { (Double(column[$0]) - centre) * (Double(column[$0]) - centre) }
    let width = variance > 0 ? variance.squareRoot() : .nan
    return column.map { (Double($0) - centre) / width }
  }

  /// The slope of the least-squares line of the prediction against the target: below 1 where a method
  /// pulls towards the mean. An event moves it by z (e − ⟨e⟩)/var(t), with z = t − ⟨t⟩ and e its distance
  /// from the line.
  public var slope: InfluencedFigure {
    let centre = mean { Double(target[$0]) }
    let variance = mean { (Double(target[$0]) - centre) * (Double(target[$0]) - centre) }
    let bias = bias.value
    let covariance = mean { (Double(target[$0]) - centre) * (values[$0] - bias) }
    guard variance > 0 else { return figure(.nan) { _ in .nan } }
    let excess = covariance / variance
    return figure(1 + excess) { row in
      let z = Double(target[row]) - centre
      return z * (values[row] - bias - excess * z) / variance
    }
  }
}
