import Foundation
import WinnowEvaluation

/// Counts how often intervals of one standard deviation hold the truth.
struct Coverage: CustomStringConvertible {
  let truth: Double
  private var inside = 0
  private var all = 0
  private var pulls = 0.0

  init(of truth: Double) { self.truth = truth }

  mutating func count(_ figure: Measured) {
    all += 1
    let pull = (figure.value - truth) / figure.error
    pulls += pull
    if abs(pull) < 1 { inside += 1 }
  }

  private var share: Double { Double(inside) / Double(all) }

  /// Within 0.03 of 0.683, or 2.5 standard deviations of the count where toys are too few for that.
  var isRight: Bool { isRight(within: 0.03) }

  func isRight(within limit: Double) -> Bool {
    abs(share - 0.683) < max(limit, 2.5 * (0.683 * 0.317 / Double(all)).squareRoot())
  }

  var description: String {
    String(format: "coverage %.3f, mean pull %.3f of %d", share, pulls / Double(all), all)
  }
}

func exponential(_ x: Double) -> Double { exp(x) }
