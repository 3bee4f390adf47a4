import WinnowMath

/// Σ w (−ln p) of one column as a function of F, with weights of mean magnitude 1.
struct ColumnLikelihood {
  let family: any DensityFamily
  let links: ParameterLinks
  /// In the unit that is learnt in.
  let values: [Double]
  let weights: [Double]
  let threads: Int

  /// The sum with its derivatives with respect to F, joined in the order of fixed stretches.
  func terms(at free: ParameterValues, _ curvature: Curvature) -> DensityTerms {
    let expansion = links.expand(free)
    let parts = chunkedMap(values.count, threads: threads) { range in
      family.sum(
        of: values.span.extracting(range), weights: weights.span.extracting(range),
        at: expansion.value, curvature)
    }
    var total = DensityTerms()
    for part in parts { total.add(part, times: 1) }
    return links.chain(total, expansion, curvature)
  }

  /// Σ w² ∂ᵢ ∂ⱼ, the spread of the gradient.
  func gradientSpread(at free: ParameterValues) -> SymmetricMatrix {
    let expansion = links.expand(free)
    let parts = chunkedMap(values.count, threads: threads) { range in
      var sum = ParameterMatrix()
      for row in range {
        let slope = family.terms(of: values[row], at: expansion.value, .none).gradient
          * expansion.first * weights[row]
        for i in 0..<links.count {
          for j in 0...i { sum[i, j] += slope[i] * slope[j] }
        }
      }
      return sum
    }
    return SymmetricMatrix(order: links.count) { i, j in parts.reduce(0) { $0 + $1[i, j] } }
  }
}

extension ColumnLikelihood {
  struct Minimum {
    var free: ParameterValues
    var terms: DensityTerms
    var iterations = 0
    var isConverged = false
  }

  /// Newton's method with damping after Levenberg and Marquardt, by analytic second derivatives.
  ///
  /// Converged where the next step promises to lower the sum by less than 10⁻⁷.
  func minimum(from start: ParameterValues, iterations: Int = 200) -> Minimum {
    var found = Minimum(free: start, terms: terms(at: start, .observed))
    var damping = 1e-3
    while found.iterations < iterations, damping < 1e12 {
      guard let step = step(found.terms, damping) else {
        damping = max(10 * damping, 1e-3)
        continue
      }
      found.iterations += 1
      let promise = -(step * found.terms.gradient).sum() / 2
      let next = (found.free + step).clamped(
        lowerBound: .init(repeating: -40), upperBound: .init(repeating: 40))
      let terms = terms(at: next, .observed)
      // The last step lowers the sum by no more than its rounding.
      found.isConverged = promise.magnitude < 1e-7 && terms.value.isFinite
      if terms.value < found.terms.value || found.isConverged {
        found.free = next
        found.terms = terms
        damping = max(damping / 10, 1e-9)
      } else {
        damping = max(10 * damping, 1e-3)
      }
      if found.isConverged { break }
    }
    return found
  }

  /// −(H + λ D)⁻¹ g, no parameter moving by more than 1; nil where the matrix is not positive definite.
  private func step(_ terms: DensityTerms, _ damping: Double) -> ParameterValues? {
    let floor = 1e-9 * Double(values.count)
    let matrix = SymmetricMatrix(order: links.count) { i, j in
      let element = terms.curvature[i, j]
      return i == j ? element + damping * max(element.magnitude, floor) : element
    }
    let pull = (0..<links.count).map { -terms.gradient[$0] }
    guard let solution = matrix.solve(pull), solution.allSatisfy(\.isFinite) else { return nil }
    let longest = solution.map(\.magnitude).max() ?? 0
    var step = ParameterValues()
    for k in 0..<links.count { step[k] = solution[k] / max(1, longest) }
    return step
  }
}
