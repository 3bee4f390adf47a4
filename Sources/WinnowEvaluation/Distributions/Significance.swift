extension ResponseSteps {
  /// The distance of the means in units of the widths, |m_S − m_B| / √(v_S + v_B), with weighted means m
  /// and variances v.
  ///
  /// The error is that of the influence function: an event of class c at y moves m_c by w(y − m_c)/W_c and
  /// v_c by w((y − m_c)² − v_c)/W_c. Undefined where negative weights leave no positive variance, or both
  /// classes are constant.
  /// - Complexity: O(steps).
  public var significance: Measured {
    let moments = [signal, background].map { ResponseMoments(response, $0) }
    let spread = moments[0].variance + moments[1].variance
    guard spread > 0 else { return .undefined }
    let width = spread.squareRoot()
    let distance = moments[0].mean - moments[1].mean
    let value = abs(distance) / width
    let sign = distance < 0 ? -1.0 : 1.0
    let variance =
      moments[0].variance(ofMean: sign / width, ofVariance: -value / (2 * spread))
      + moments[1].variance(ofMean: -sign / width, ofVariance: -value / (2 * spread))
    return Measured(value, variance.squareRoot())
  }
}

/// Mean and variance of the responses of one class.
private struct ResponseMoments {
  let mean: Double
  let variance: Double
  private let response: [Float]
  private let weights: CumulativeWeights

  init(_ response: [Float], _ weights: CumulativeWeights) {
    let total = weights.total.sum
    let origin = Double(response[0])
    var shift = 0.0, square = 0.0
    for k in response.indices {
      shift += weights.between(k, k + 1).sum * (Double(response[k]) - origin)
    }
    let mean = origin + shift / total
    for k in response.indices {
      let distance = Double(response[k]) - mean
      square += weights.between(k, k + 1).sum * distance * distance
    }
    self.mean = mean
    variance = square / total
    self.response = response
    self.weights = weights
  }

  /// Variance of a·mean + b·variance.
  func variance(ofMean a: Double, ofVariance b: Double) -> Double {
    var sum = 0.0
    for k in response.indices {
      let distance = Double(response[k]) - mean
      let influence = a * distance + b * (distance * distance - variance)
      sum += weights.between(k, k + 1).squares * influence * influence
    }
    return sum / (weights.total.sum * weights.total.sum)
  }
}
