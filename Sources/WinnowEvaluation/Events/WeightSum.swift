import WinnowCore

/// Σw and Σw² of a set of events: what a weighted count and its error are made of.
public struct WeightSum: Sendable, Hashable {
  public var sum: Double
  public var squares: Double

  public init(sum: Double = 0, squares: Double = 0) {
    self.sum = sum
    self.squares = squares
  }

  /// Adds one event.
  public mutating func add(_ weight: Double) {
    sum += weight
    squares += weight * weight
  }

  /// n_eff = (Σw)²/Σw²: as many events of equal weight have the same relative error of their sum.
  public var effective: Double { squares > 0 ? sum * sum / squares : 0 }

  /// n/(n − 1) with n = n_eff: what makes the variance of a sample that of its parent; NaN for n ≤ 1,
  /// where a sample tells nothing of its variance.
  var sampleCorrection: Double { effective > 1 ? effective / (effective - 1) : .nan }

  public static func + (a: WeightSum, b: WeightSum) -> WeightSum {
    WeightSum(sum: a.sum + b.sum, squares: a.squares + b.squares)
  }

  public static func += (a: inout WeightSum, b: WeightSum) { a = a + b }

  /// Half an event of the effective weight ω = Σw²/Σw, with the variance ω²/2 of half an event expected.
  var halfEvent: WeightSum {
    let half = squares / sum / 2
    return WeightSum(sum: half, squares: 2 * half * half)
  }

  /// The same content with the squares that make its error where its class is normalised to a total:
  /// Σ_in w² (1 − a)² + Σ_out w² a² for the share a = Σ_in w/Σw, as an event moves the total too.
  /// - Precondition: `total.sum` is not zero.
  func normalized(to total: WeightSum) -> WeightSum {
    let share = sum / total.sum
    let inside = (1 - share) * (1 - share) * max(0, squares)
    let outside = share * share * max(0, total.squares - squares)
    return WeightSum(sum: sum, squares: inside + outside)
  }

  /// The sums after a common factor on the weights.
  public static func * (factor: Double, a: WeightSum) -> WeightSum {
    WeightSum(sum: factor * a.sum, squares: factor * factor * a.squares)
  }
}

extension WeightSum {
  /// - Throws: `badData` where no fraction of these events could be given with an error: Σw is not
  ///   positive, or Σw² too large or too small for a number.
  func requireUsable(_ name: String) throws {
    guard squares > 0 else {
      throw WinnowError(.badData, "the class “\(name)” has no events with a weight")
    }
    guard sum > 0 else {
      throw WinnowError(
        .badData, "the class “\(name)” has a weight sum of \(sum); figures need a positive one")
    }
    guard squares.isNormal else {
      throw WinnowError(
        .badData, "the squared weights of the class “\(name)” add up to \(squares); weights must be "
          + "between 1e-150 and 1e150")
    }
  }
}
