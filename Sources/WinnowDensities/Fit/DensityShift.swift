import WinnowMath

/// What the parameters predicted for events lack for all of them alike: a fit of one constant for each F.
///
/// Predictors are surer of the events that they learnt from than of others, so that their widths are too
/// narrow; on events that they did not see a common shift repairs that. It maximises Σ w ln p by Fisher's
/// scoring and counts only where ln L gains more than the number of parameters (Akaike, IEEE Trans. Autom.
/// Control 19 (1974) 716), with weights scaled to the effective number of events.
public struct DensityShift {
  let family: any DensityFamily
  let links: ParameterLinks
  /// `free[parameter][event]`.
  let free: [[Float]]
  let targets: [Float]
  let weights: [Double]
  let threads: Int

  /// - Parameters:
  ///   - free: F by parameter and event.
  ///   - targets: in the unit that is learnt in.
  public init(
    _ family: any DensityFamily, free: [[Float]], targets: [Float], weights: [Double], threads: Int
  ) {
    precondition(
      free.count == family.parameters.count && weights.count == targets.count
        && free.allSatisfy { $0.count == targets.count }, "one value for each event")
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    let scale = squares > 0 ? weights.reduce(0) { $0 + $1.magnitude } / squares : 0
    self.family = family
    links = ParameterLinks(family)
    self.free = free
    self.targets = targets
    self.weights = weights.map { $0 * scale }
    self.threads = threads
  }

  /// The shift of each F; zeros where it gains too little. - Complexity: O(events).
  public func best() -> [Double] {
    var shift = ParameterValues(), terms = terms(at: shift)
    let start = terms.value
    for _ in 0..<20 {
      guard let next = lower(shift, terms) else { break }
      let gain = terms.value - next.terms.value
      (shift, terms) = next
      if gain < 1e-3 { break }
    }
    let isMeaningful = start - terms.value > Double(links.count)
    return (0..<links.count).map { isMeaningful ? shift[$0] : 0 }
  }

  /// A step that lowers the sum, halved until it does; nil where there is none.
  private func lower(
    _ shift: ParameterValues, _ terms: DensityTerms
  ) -> (ParameterValues, terms: DensityTerms)? {
    let floor = 1e-9 * Double(targets.count)
    let matrix = SymmetricMatrix(order: links.count) { i, j in
      terms.curvature[i, j] + (i == j ? floor : 0)
    }
    guard let solution = matrix.solve((0..<links.count).map { -terms.gradient[$0] }) else { return nil }
    var step = ParameterValues()
    for k in 0..<links.count { step[k] = min(1, max(-1, solution[k])) }
    for _ in 0..<8 {
      let next = self.terms(at: shift + step)
      if next.value < terms.value { return (shift + step, next) }
      step *= 0.5
    }
    return nil
  }

  /// Σ w (−ln p) with its derivatives, curvatures by the magnitude of weights, joined in the order of fixed
  /// stretches.
  private func terms(at shift: ParameterValues) -> DensityTerms {
    let parts = chunkedMap(targets.count, threads: threads) { range in
      var sum = DensityTerms()
      for row in range where weights[row] != 0 {
        var own = shift
        for k in 0..<links.count { own[k] += Double(free[k][row]) }
        let expansion = links.expand(own)
        let terms = links.chain(
          family.terms(of: Double(targets[row]), at: expansion.value, .expected), expansion, .expected)
        sum.value += weights[row] * terms.value
        sum.gradient += weights[row] * terms.gradient
        sum.curvature.add(terms.curvature, times: weights[row].magnitude)
      }
      return sum
    }
    return parts.reduce(into: DensityTerms()) { $0.add($1, times: 1) }
  }
}
