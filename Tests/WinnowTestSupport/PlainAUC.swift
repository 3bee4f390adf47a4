import WinnowCore

/// The area under the ROC curve by its definition on sorted scores, ties counting half:
/// Σ_S Σ_B w_S w_B ([s > b] + ½ [s = b]) / (Σ w_S Σ w_B).
///
/// Independent of the evaluation target, for the tests of learners and toys.
/// - Parameter labels: 0 is signal, all else background. - Complexity: O(n log n).
public func plainAUC(_ scores: [Float], labels: [UInt8], weights: [Double]) -> Double {
  precondition(scores.count == labels.count && scores.count == weights.count)
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var signal = 0.0, background = 0.0, pairs = 0.0
  var start = 0
  while start < order.count {
    var tiedSignal = 0.0, tiedBackground = 0.0
    var end = start
    while end < order.count, scores[order[end]] == scores[order[start]] {
      let event = order[end]
      if labels[event] == 0 { tiedSignal += weights[event] } else { tiedBackground += weights[event] }
      end += 1
    }
    pairs += tiedSignal * (background + tiedBackground / 2)
    signal += tiedSignal
    background += tiedBackground
    start = end
  }
  return pairs / (signal * background)
}

/// The area for the first output of a model on a two-class sample.
public func plainAUC(_ scores: Scores, of sample: Sample) -> Double {
  plainAUC(scores.response, labels: sample.labels ?? [], weights: sample.weights)
}
