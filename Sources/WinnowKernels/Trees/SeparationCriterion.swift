import Foundation

/// How mixed the classes of a node are: N i(S, B) from the sums of weights of signal and background,
/// N = S + B and p = S / N. A split is judged by the fall of this sum over both children.
///
/// Sums below zero, which negative weights or rounding leave, count as 0.
/// Reference: TMVA Users Guide, arXiv:physics/0703039, §8.13.
public enum SeparationCriterion: String, Sendable, CaseIterable {
  /// i = 2 p (1 − p). The fall is that of ½ Σ (H − G² / H): the cuts of a squared loss.
  case gini
  /// i = −p ln p − (1 − p) ln (1 − p).
  case crossEntropy = "cross_entropy"
  /// i = (S + 1) (B + 1) / (N + 2)².
  case giniLaplace = "gini_laplace"
  /// i = min(p, 1 − p).
  case misclassification
  /// i = S / √N: the significance that a node would have alone.
  case significance = "s_over_sqrt_sb"

  /// N i(S, B).
  public func impurity(signal: Double, background: Double) -> Double {
    let s = max(signal, 0), b = max(background, 0), n = s + b
    guard n > 0 else { return 0 }
    switch self {
    case .gini: return 2 * s * b / n
    case .crossEntropy:
      return (s > 0 ? s * log(n / s) : 0) + (b > 0 ? b * log(n / b) : 0)
    case .giniLaplace: return n * (s + 1) * (b + 1) / ((n + 2) * (n + 2))
    case .misclassification: return min(s, b)
    case .significance: return s * n.squareRoot()
    }
  }

  /// The same from G = B − S and H = S + B.
  func impurity(gradient: Double, hessian: Double) -> Double {
    impurity(signal: (hessian - gradient) / 2, background: (hessian + gradient) / 2)
  }
}
