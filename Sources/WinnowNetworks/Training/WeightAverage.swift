import WinnowKernels

/// Which average of the parameters over time is judged and kept in place of the last ones.
public enum WeightAveraging: Sendable, Hashable {
  case none
  /// After step t, a ← d a + (1 − d) parameters with d = min(decay, (1 + t) / (10 + t)), so that the first
  /// steps are soon forgotten.
  case exponential(decay: Double)
  /// The plain mean of the parameters at the ends of the last epochs, a part of all (Izmailov et al.,
  /// arXiv:1803.05407).
  case lastEpochs(part: Double)
}

/// The average of one phase on its way.
final class WeightAverage {
  private let averaging: WeightAveraging
  private let parameters: Arena
  let mean: Arena
  /// How many states the mean has.
  var count = 0

  init(_ averaging: WeightAveraging, of parameters: Arena) {
    self.averaging = averaging
    self.parameters = parameters
    mean = Arena(count: averaging == .none ? 0 : parameters.count)
  }

  /// What is judged and kept now.
  var present: Arena { count == 0 ? parameters : mean }
  var values: [Float] { present.values(0..<present.count) }

  func endStep() {
    guard case .exponential(let decay) = averaging else { return }
    let steps = Double(count)
    take(part: count == 0 ? 1 : 1 - min(decay, (1 + steps) / (10 + steps)))
  }

  func endEpoch(_ epoch: Int, of epochs: Int) {
    guard case .lastEpochs(let part) = averaging,
      Double(epoch + 1) > Double(epochs) * (1 - part)
    else { return }
    take(part: 1 / Double(count + 1))
  }

  private func take(part: Double) {
    count += 1
    let mean = mean, parameters = parameters
    var sum = mean.mutableSpan(0..<mean.count)
    scale(&sum, by: Float(1 - part))
    add(parameters.all, times: Float(part), to: &sum)
  }
}
