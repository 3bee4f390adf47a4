extension ResponseSteps {
  /// The mean of the response over a range of steps, by statistical weight; the middle of the range where
  /// its weights vanish beside those above it.
  func meanResponse(in range: Range<Int>) -> Double {
    let signalScale = 1 / signal.total.squares, backgroundScale = 1 / background.total.squares
    let top = Double(response[range.lowerBound])
    var sum = 0.0, shares = 0.0
    for k in range {
      let share = signal.between(k, k + 1).squares * signalScale
        + background.between(k, k + 1).squares * backgroundScale
      sum += share * (Double(response[k]) - top)
      shares += share
    }
    let bottom = Double(response[range.upperBound - 1])
    guard shares > 0 else { return (top + bottom) / 2 }
    return min(max(top + sum / shares, bottom), top)
  }
}
