import WinnowCore
import WinnowMath

/// How far a variable is a linear function of the others.
///
/// R² = 1 − 1/(C⁻¹)_ii with C the correlation matrix of the events of one class: 1 where the others give it
/// exactly. Not linear relations go unseen; the mutual information shows those of two variables.
public struct Redundancy: Sendable, Hashable, Codable {
  public var variable: String
  /// The class with the smaller R²: a variable is redundant only where it is in all classes.
  public var squaredMultipleCorrelation: Double
  /// The variable most correlated with it in that class, and the coefficient.
  public var nearest: String
  public var correlation: Double

  /// One per variable, most redundant first. Empty for fewer than two variables.
  /// - Complexity: O(variables⁴).
  public static func all(_ matrices: [CorrelationMatrix]) -> [Redundancy] {
    let names = matrices.first?.variables ?? []
    guard names.count >= 2 else { return [] }
    return names.indices.compactMap { variable in
      matrices.map { Redundancy(variable, in: $0) }
        .min { $0.squaredMultipleCorrelation < $1.squaredMultipleCorrelation }
    }.sorted { $0.squaredMultipleCorrelation > $1.squaredMultipleCorrelation }
  }

  private init(_ index: Int, in matrix: CorrelationMatrix) {
    let others = matrix.variables.indices.filter { $0 != index }
    let row = others.map { matrix.values[index][$0] }
    let minor = others.map { i in others.map { matrix.values[i][$0] } }
    variable = matrix.variables[index]
    // Where the others depend on each other already, the system has no one solution: R² is that of the
    // nearest matrix with a hair of noise on each variable.
    let solution = SmallSystem.solve(minor, row) ?? SmallSystem.solve(Self.softened(minor), row)
    let share = zip(row, solution ?? []).reduce(0) { $0 + $1.0 * $1.1 }
    squaredMultipleCorrelation = min(1, max(0, share))
    let nearest = others.max { abs(matrix.values[index][$0]) < abs(matrix.values[index][$1]) }
    self.nearest = matrix.variables[nearest ?? index]
    correlation = matrix.values[index][nearest ?? index]
  }

  private static func softened(_ matrix: [[Double]]) -> [[Double]] {
    matrix.indices.map { i in matrix.indices.map { matrix[i][$0] + (i == $0 ? 1e-6 : 0) } }
  }
}
