import WinnowEvaluation
import WinnowMath

/// Unit Gaussians a distance apart, and a second response that shares part of the noise of the first.
struct GaussianToy {
  enum Weights { case unit, positive }

  var distance = 1.0
  var weights = Weights.unit
  /// Share of events with their weight turned negative.
  var negativeShare = 0.0

  struct Pair {
    let first: ScoredEvents
    let second: ScoredEvents
  }

  func events(_ count: Int, seed: UInt64) throws -> ScoredEvents {
    try pair(count, seed: seed).first
  }

  func pair(_ count: Int, seed: UInt64) throws -> Pair {
    var random = CounterRandom(seed: seed, stream: 77)
    var first: [Float] = [], second: [Float] = []
    var weight: [Double] = [], isSignal: [Bool] = []
    for event in 0..<count {
      let signal = event < count / 2
      let x = random.normal() + (signal ? distance : 0)
      first.append(Float(x))
      second.append(Float(x + random.normal()))
      let size = weights == .unit ? 1 : 0.2 + random.uniform() * 1.6
      weight.append(random.uniform() < negativeShare ? -size : size)
      isSignal.append(signal)
    }
    return Pair(
      first: try ScoredEvents(response: first, weights: weight, isSignal: isSignal),
      second: try ScoredEvents(response: second, weights: weight, isSignal: isSignal))
  }
}
