extension Measured {
  /// The fraction of the weight of independent events that passes.
  ///
  /// ε = Σ_pass w / Σw,  var(ε) = [(1 − ε)² Σ_pass w² + ε² Σ_fail w²] / (Σw)²,
  /// which is ε(1 − ε)/n for equal weights. That estimate is 0 where all or no events pass, as if there
  /// were no doubt; there the error is the width √((n + 1)/((n + 2)²(n + 3))) of the posterior of a flat
  /// prior with n = n_eff (Ullrich and Xu, physics/0701199).
  /// - Precondition: `total.sum` is not zero.
  public init(fraction passing: WeightSum, of total: WeightSum) {
    let value = passing.sum / total.sum
    let variance = passing.normalized(to: total).squares / (total.sum * total.sum)
    let n = total.effective
    let end = (n + 1) / ((n + 2) * (n + 2) * (n + 3))
    self.init(value, (variance > 1e-20 ? variance : end).squareRoot())
  }
}
