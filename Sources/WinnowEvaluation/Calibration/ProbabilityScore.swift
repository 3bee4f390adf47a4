import Foundation

/// Scores of predicted probabilities against the truth, summed group by group.
///
/// Signal counts f_S in all, background 1 − f_S. With class means m_c of a loss and n_c effective events,
/// its value is f_S m_S + (1 − f_S) m_B and its variance f_S² var_S/n_S + (1 − f_S)² var_B/n_B.
///
/// - Brier score: loss (1 − P)² for signal, P² for background (Brier, Mon. Weather Rev. 78 (1950) 1).
/// - Its decomposition in bins k of P with share n_k, mean P_k and observed fraction o_k (Murphy, J. Appl.
///   Meteorol. 12 (1973) 595): reliability Σ n_k (P_k − o_k)², resolution Σ n_k (o_k − f_S)²,
///   uncertainty f_S (1 − f_S). It adds up to the score but for the spread of P inside the bins.
/// - Log-loss: −ln P for signal, −ln(1 − P) for background, P kept 2⁻²⁴ away from 0 and 1.
/// - Expected calibration error Σ n_k |P_k − o_k| (Naeini, Cooper and Hauskrecht, AAAI 2015). Fluctuations
///   make it positive for perfect probabilities: compare it with its error.
struct ProbabilityScore {
  private let prior: Double
  private var brier = ClassLosses()
  private var logLoss = ClassLosses()
  private var bins: [Bin]

  init(prior: Double, bins: Int = 10) {
    self.prior = prior
    self.bins = Array(repeating: Bin(), count: bins)
  }

  /// Adds events, with the probability that a map gives to each response.
  mutating func add(_ groups: ResponseGroups, _ probability: (Double) -> Double) {
    for k in 0..<groups.count {
      let p = probability(groups.response[k])
      let safe = min(max(p, Logit.margin), 1 - Logit.margin)
      let signal = groups.signal[k], background = groups.background[k]
      brier.add((1 - p) * (1 - p), signal, p * p, background)
      logLoss.add(-log(safe), signal, -log1p(-safe), background)
      let bin = min(bins.count - 1, Int(p * Double(bins.count)))
      bins[bin].add(
        p, ClassShares(signal: 2 * prior * signal, background: 2 * (1 - prior) * background))
    }
  }

  func figures(name: String, parameters: [String: Double]) -> CalibrationFigures {
    let totals = bins.reduce(into: ClassShares()) { $0 += $1.shares }
    let filled = bins.filter { $0.shares.total > 0 }
    var reliability = 0.0, resolution = 0.0, error = 0.0, variance = 0.0
    for bin in filled {
      let content = bin.shares.total, observed = bin.shares.observed(in: totals)
      let share = content / totals.total, gap = bin.predicted / content - observed.value
      reliability += share * gap * gap
      resolution += share * (observed.value - prior) * (observed.value - prior)
      error += share * abs(gap)
      variance += share * share * observed.error * observed.error
    }
    return CalibrationFigures(
      name: name, prior: prior, parameters: parameters, brier: brier.mean(prior: prior),
      parts: (reliability, resolution, prior * (1 - prior)), logLoss: logLoss.mean(prior: prior),
      expectedError: Measured(error, variance.squareRoot()))
  }

  /// Sums of one bin of P, weighted to the prior.
  private struct Bin {
    var shares = ClassShares()
    var predicted = 0.0

    mutating func add(_ p: Double, _ added: ClassShares) {
      shares += added
      predicted += p * added.total
    }
  }
}

/// Weighted means of a loss per class.
private struct ClassLosses {
  private var signal = LossSums()
  private var background = LossSums()

  mutating func add(
    _ signalLoss: Double, _ s: WeightSum, _ backgroundLoss: Double, _ b: WeightSum
  ) {
    signal.add(signalLoss, s)
    background.add(backgroundLoss, b)
  }

  func mean(prior: Double) -> Measured {
    let s = signal.mean, b = background.mean
    let error = (prior * prior * s.error * s.error
      + (1 - prior) * (1 - prior) * b.error * b.error).squareRoot()
    return Measured(prior * s.value + (1 - prior) * b.value, error)
  }
}

/// Σw, Σw², Σwl, Σw²l and Σw²l² of a loss l.
private struct LossSums {
  private var total = WeightSum()
  private var loss = WeightSum()
  private var squares = 0.0

  mutating func add(_ value: Double, _ weight: WeightSum) {
    total += weight
    loss += WeightSum(sum: value * weight.sum, squares: value * weight.squares)
    squares += value * value * weight.squares
  }

  /// var = c Σ w²(l − m)²/(Σw)².
  var mean: Measured {
    let mean = loss.sum / total.sum
    let spread = max(0, squares - 2 * mean * loss.squares + mean * mean * total.squares)
    return Measured(mean, (spread * total.sampleCorrection).squareRoot() / total.sum)
  }
}
