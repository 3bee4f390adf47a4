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

  /// - Parameter whole: the events of which each class is to have a total of ½; those given, by default.
  /// - Complexity: O(steps).
  init(_ steps: ResponseSteps, of whole: ResponseSteps? = nil, limit: Int = 2000) {
    let bounds = steps.count <= limit ? Array(0...steps.count) : steps.equalBins(limit)
    let ranges = zip(bounds, bounds.dropFirst()).reversed()
    response = ranges.map { steps.meanResponse(in: $0..<$1) }
    let all = whole ?? steps
    signal = ranges.map { 0.5 / all.signal.total.sum * steps.signal.between($0, $1) }
    background = ranges.map { 0.5 / all.background.total.sum * steps.background.between($0, $1) }
    effectiveSignal = steps.signal.total.effective
    effectiveBackground = steps.background.total.effective
  }
}
