import WinnowCore

/// The probability that an event of a given response is signal, for any prior:
///
/// P(S|y) = p(y|S) f_S / (p(y|S) f_S + p(y|B)(1 − f_S)).
///
/// The densities enter through q = p(y|S)/(p(y|S) + p(y|B)), the probability for equal classes, kept at a
/// number of responses and interpolated linearly between them; beyond the first and last q stays what it
/// is there. Fit it to events that the method was not trained on.
public struct SignalProbability: Sendable, Hashable {
  /// Rising.
  public let response: [Double]
  /// q at each response, in [0, 1].
  public let balanced: [Double]
  /// The error of q.
  public let error: [Double]

  /// - Precondition: at least one point, rising responses, q within [0, 1], one q and error each.
  init(response: [Double], balanced: [Double], error: [Double]) {
    precondition(Self.problem(response, balanced, error) == nil, "no probability curve")
    self.response = response
    self.balanced = balanced
    self.error = error
  }

  /// P(S|y) with its error, for a prior fraction f_S of signal.
  ///
  /// dP/dq = f(1 − f)/(q f + (1 − q)(1 − f))².
  /// - Precondition: 0 < f_S < 1, a response that is not NaN.
  /// - Complexity: O(log points).
  public func probability(of response: Double, prior: Double) -> Measured {
    precondition(prior > 0 && prior < 1, "a prior between 0 and 1")
    let q = value(balanced, at: response)
    let denominator = q * prior + (1 - q) * (1 - prior)
    let slope = prior * (1 - prior) / (denominator * denominator)
    return Measured(q * prior / denominator, slope * value(error, at: response))
  }

  /// P(S|y) of many events. - Complexity: O(events × log points).
  public func probabilities(of responses: [Float], prior: Double) -> [Float] {
    responses.map { Float(probability(of: Double($0), prior: prior).value) }
  }

  /// q(y), for equal classes. - Complexity: O(log points).
  public func balanced(at response: Double) -> Double { value(balanced, at: response) }

  private func value(_ curve: [Double], at y: Double) -> Double {
    value(curve, at: y, below: partitionPoint(0..<response.count) { response[$0] >= y })
  }

  /// Between the points `upper − 1` and `upper`, the first that is not below y.
  fileprivate func value(_ curve: [Double], at y: Double, below upper: Int) -> Double {
    if upper == 0 { return curve[0] }
    if upper == response.count { return curve[upper - 1] }
    let fraction = (y - response[upper - 1]) / (response[upper] - response[upper - 1])
    return curve[upper - 1] + fraction * (curve[upper] - curve[upper - 1])
  }

  private static func problem(
    _ response: [Double], _ balanced: [Double], _ error: [Double]
  ) -> String? {
    if response.isEmpty { return "no points" }
    if balanced.count != response.count || error.count != response.count {
      return "\(response.count) responses, \(balanced.count) values and \(error.count) errors"
    }
    let rises = zip(response, response.dropFirst()).allSatisfy { $0 < $1 }
    if !rises || !response.allSatisfy(\.isFinite) { return "responses that do not rise" }
    if !balanced.allSatisfy({ (0...1).contains($0) }) { return "values outside [0, 1]" }
    if !error.allSatisfy({ $0 >= 0 && $0.isFinite }) { return "errors that are no numbers" }
    return nil
  }
}

/// q at falling responses, each found from the place of the one before. - Complexity: O(responses + points).
struct FallingProbability {
  private let curve: SignalProbability
  private var upper: Int

  init(_ curve: SignalProbability) {
    self.curve = curve
    upper = curve.response.count
  }

  /// - Precondition: not above the response before.
  mutating func balanced(at response: Double) -> Double {
    while upper > 0, curve.response[upper - 1] >= response { upper -= 1 }
    return curve.value(curve.balanced, at: response, below: upper)
  }
}

extension SignalProbability {
  /// Everything needed to rebuild it, bit for bit.
  public func archive() -> Archive {
    Archive(tensors: [
      "response": Tensor(response), "balanced": Tensor(balanced), "error": Tensor(error),
    ])
  }

  /// - Throws: `badData` where an array is missing or does not fit.
  public init(from archive: Archive) throws {
    let response = try archive.float64("response", shape: [nil])
    let balanced = try archive.float64("balanced", shape: [nil])
    let error = try archive.float64("error", shape: [nil])
    if let problem = Self.problem(response, balanced, error) {
      throw WinnowError(.badData, "the stored signal probability has \(problem)")
    }
    self.init(response: response, balanced: balanced, error: error)
  }
}
