/// Weights of both classes at not too many responses, rising, each class scaled to a total of ½: what
/// calibrations are fitted to and judged on.
///
/// Up to `limit` distinct responses they are kept as they are; more are grouped into bins of equal
/// statistical weight around their mean response, which changes no figure by more than about 1/limit².
struct ResponseGroups {
  let response: [Double]
  let signal: [WeightSum]
  let background: [WeightSum]
  /// Effective numbers of events.
  let effectiveSignal: Double
  let effectiveBackground: Double

  var count: Int { response.count }

  /// - Complexity: O(steps).
  init(_ steps: ResponseSteps, limit: Int = 2000) {
    let bounds = steps.count <= limit ? Array(0...steps.count) : steps.equalBins(limit)
    let ranges = zip(bounds, bounds.dropFirst()).reversed()
    response = ranges.map { steps.meanResponse(in: $0..<$1) }
    signal = ranges.map { 0.5 / steps.signal.total.sum * steps.signal.between($0, $1) }
    background = ranges.map { 0.5 / steps.background.total.sum * steps.background.between($0, $1) }
    effectiveSignal = steps.signal.total.effective
    effectiveBackground = steps.background.total.effective
  }

  /// The same with other responses, such as their logits.
  private init(_ other: ResponseGroups, response: [Double]) {
    self.response = response
    signal = other.signal
    background = other.background
    effectiveSignal = other.effectiveSignal
    effectiveBackground = other.effectiveBackground
  }

  func mapping(_ change: (Double) -> Double) -> ResponseGroups {
    ResponseGroups(self, response: response.map(change))
  }
}
