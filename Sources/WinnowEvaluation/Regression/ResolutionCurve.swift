import Foundation
import WinnowMath

/// Linearity and resolution of an energy: the response r = prediction/target in bins of the target, and
/// the curve σ/E = a/√E ⊕ b/E ⊕ c that its width follows.
///
/// The square is linear in a², b², c²: Σ ((s² − a²⟨1/E⟩ − b²⟨1/E²⟩ − c²)/δ(s²))² is made small with none of
/// the three negative, s being σ_eff of r over its mean, and means those of a bin. Errors are those of the
/// normal equations; a term that ends at 0 has none.
public struct ResolutionCurve: Sendable, Hashable, Codable {
  /// a, in the square root of the unit of energy; relates to the fluctuations of the shower.
  public var stochastic: Measured
  /// b, in the unit of energy: noise and pile-up.
  public var noise: Measured
  /// c: what does not shrink with energy.
  public var constant: Measured
  public var chiSquare: Double
  public var degreesOfFreedom: Int
  /// Bins of the target; one more than entries of what follows.
  public var edges: [Double]
  /// Mean target; without an error.
  public var energies: [Measured]
  /// ⟨r⟩.
  public var response: [Measured]
  /// s.
  public var resolution: [Measured]

  /// Units of targets for which the curve is meant.
  static let energyUnits: Set<String> = ["eV", "keV", "MeV", "GeV", "TeV"]

  /// - Returns: nil unless the bins are those of a positive energy, with four of them filled.
  /// - Complexity: O(n log n).
  public init?(_ deviations: Deviations, in bins: ProfileBins) {
    let target = deviations.target
    guard Self.energyUnits.contains(bins.quantity.unit ?? ""),
      !zip(target, deviations.weights).contains(where: { $0 <= 0 && $1 != 0 })
    else { return nil }
    let ratios = zip(deviations.prediction, target).map { $1 > 0 ? $0 / $1 : 1 }
    let ones = [Float](repeating: 1, count: ratios.count)
    guard let all = try? Deviations(
      prediction: ratios, target: ones, weights: deviations.weights)
    else { return nil }
    var terms: [SIMD3<Double>] = []
    (edges, energies, response, resolution) = (
      bins.edges, bins.means.map { Measured($0, 0) }, [], []
    )
    for rows in bins.rows {
      let part = all.selecting(rows)
      let mean = part?.bias.measured ?? .undefined, width = part?.effectiveWidth.measured ?? .undefined
      response.append(Measured(1 + mean.value, mean.error))
      resolution.append(
        Measured(width.value / (1 + mean.value), width.error / (1 + mean.value)))
      terms.append(Self.terms(rows, target, deviations.weights))
    }
    guard let fit = NonNegativeFit(terms, resolution) else { return nil }
    stochastic = fit.root(0)
    noise = fit.root(1)
    constant = fit.root(2)
    chiSquare = fit.chiSquare
    degreesOfFreedom = fit.degreesOfFreedom
  }

  /// ⟨1/E⟩, ⟨1/E²⟩, 1.
  private static func terms(
    _ rows: [Int], _ target: [Float], _ weights: [Double]
  ) -> SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    for row in rows {
      let inverse = 1 / Double(target[row])
      sum += weights[row] * SIMD3(inverse, inverse * inverse, 1)
    }
    return sum / sum.z
  }

  /// The curve at an energy.
  public func value(at energy: Double) -> Double {
    let (a, b, c) = (stochastic.value, noise.value / energy, constant.value)
    return (a * a / energy + b * b + c * c).squareRoot()
  }
}

/// Least squares of s² with three coefficients that are not negative: the best of the seven fits with some
/// of them at 0 that keep to it.
private struct NonNegativeFit {
  private var squares = SIMD3<Double>.zero
  private var variances = SIMD3<Double>(repeating: .nan)
  private(set) var chiSquare = Double.infinity
  let degreesOfFreedom: Int

  private struct Point {
    let terms: SIMD3<Double>
    let value: Double
    /// 1/δ².
    let weight: Double
  }

  init?(_ terms: [SIMD3<Double>], _ widths: [Measured]) {
    let points = zip(terms, widths).compactMap { terms, width -> Point? in
      let error = 2 * width.value * width.error
      guard width.isDefined, error > 0, terms.z.isFinite else { return nil }
      return Point(terms: terms, value: width.value * width.value, weight: 1 / (error * error))
    }
    degreesOfFreedom = points.count - 3
    guard degreesOfFreedom > 0 else { return nil }
    for subset in 1..<8 {
      keepIfBetter(points, free: (0..<3).filter { subset >> $0 & 1 == 1 })
    }
    guard chiSquare.isFinite else { return nil }
  }

  private mutating func keepIfBetter(_ points: [Point], free: [Int]) {
    let matrix = SymmetricMatrix(order: free.count) { i, j in
      points.reduce(0) { $0 + $1.weight * $1.terms[free[i]] * $1.terms[free[j]] }
    }
    let right = free.map { i in points.reduce(0) { $0 + $1.weight * $1.terms[i] * $1.value } }
    guard let solution = matrix.solve(right), solution.allSatisfy({ $0 >= 0 }) else { return }
    var squares = SIMD3<Double>.zero, variances = SIMD3<Double>(repeating: .nan)
    for (index, term) in free.enumerated() {
      squares[term] = solution[index]
      variances[term] = matrix.solve(free.indices.map { $0 == index ? 1 : 0 })?[index] ?? .nan
    }
    let chiSquare = points.reduce(0.0) {
      let deviation = $1.value - ($1.terms * squares).sum()
      return $0 + $1.weight * deviation * deviation
    }
    guard chiSquare < self.chiSquare else { return }
    (self.squares, self.variances, self.chiSquare) = (squares, variances, chiSquare)
  }

  /// √ of a coefficient: δ(√q) = δ(q)/(2√q).
  func root(_ index: Int) -> Measured {
    let root = squares[index].squareRoot()
    return Measured(root, root > 0 ? variances[index].squareRoot() / (2 * root) : .nan)
  }
}
