import Foundation
import WinnowCore
import WinnowKernels
import WinnowMath

/// How a regression is voted on.
public enum RegressionScheme: Sendable, Hashable {
  /// The mean of the trees; what differs is the events and variables they see.
  case average
  /// Events that are far off gain weight, and the weighted median of the trees decides (AdaBoost.R2;
  /// Drucker, ICML 1997). With L_i the loss of an event, e = Σ w L / Σ w and b = e / (1 − e):
  /// w ← w b^(β (1 − L)), and the tree counts β ln(1 / b). Ends where e reaches ½.
  case adaBoostR2(DeviationLoss)
}

/// The loss of AdaBoost.R2, from r = |y − tree(x)| / max |y − tree(x)|.
public enum DeviationLoss: String, Sendable, CaseIterable {
  /// L = r.
  case linear
  /// L = r².
  case quadratic
  /// L = 1 − e^(−r).
  case exponential

  func callAsFunction(_ r: Double) -> Double {
    switch self {
    case .linear: r
    case .quadratic: r * r
    case .exponential: 1 - exp(-r)
    }
  }
}

/// Trees that vote on a value, on the histograms that gradient boosting uses, with g = −w (y − ȳ) and
/// h = w: a leaf holds its weighted mean.
///
/// Negative weights enter means and errors with their sign; a leaf's mean is limited to the range of the
/// targets.
public struct RegressionVoting: Sendable {
  public let scheme: RegressionScheme
  /// Trees, bins, what each tree sees, growth. The learning rate is β of AdaBoost.R2.
  public let options: BoostingOptions
  /// Whether the factors of reweighting are inverted for events of negative weight.
  public let invertsForNegativeWeights: Bool
  /// α of cost-complexity pruning, in the square of the target's unit; 0: no pruning.
  public let pruneStrength: Double

  public init(
    _ scheme: RegressionScheme, options: BoostingOptions, invertsForNegativeWeights: Bool = false,
    pruneStrength: Double = 0
  ) {
    options.checkRanges()
    self.pruneStrength = pruneStrength
    self.scheme = scheme
    self.options = options
    self.invertsForNegativeWeights = invertsForNegativeWeights
  }

  fileprivate var pruningRule: PruningRule? {
    guard pruneStrength > 0 else { return nil }
    var options = PruningOptions()
    options.strength = pruneStrength
    return PruningRule(options: options, separation: nil, purityLimit: 0.5)
  }

  /// - Parameter validation: appears in the history.
  /// - Returns: the trees with what each counts, and the history of the mean squared error of the
  ///   weighted mean of the trees.
  /// - Throws: `badData` as `GradientBoosting.train`; `interrupted`.
  /// - Complexity: O(trees × events × features × depth).
  public func train(
    on training: BoostingSample, validation: BoostingSample? = nil, in context: RunContext
  ) throws -> (vote: VotedValue, record: TrainingRecord) {
    let training = try BoostingSample.checked(training, validation)
    var run = try RegressionRun(self, training, validation, context)
    return try run.train()
  }
}

/// One training in progress.
private struct RegressionRun {
  private let voting: RegressionVoting
  private let context: RunContext
  private let fitter: TreeFitter
  private let mean: Double
  /// The range of the targets, less the mean.
  private let lowest: Float
  private let highest: Float
  private let events: EstimatedRows
  private let validation: (sample: BinnedSample, events: EstimatedRows)?
  private var alphas: [Double] = []
  private var record = TrainingRecord(
    stepName: "tree", lossName: "mean squared error", importanceName: "fall of the variance")

  init(
    _ voting: RegressionVoting, _ training: BoostingSample, _ validation: BoostingSample?,
    _ context: RunContext
  ) throws {
    self.voting = voting
    self.context = context
    let team = ThreadTeam(threads: context.threads)
    let weights = TreeFitter.scaled(training.weights)
    let mean = try SquaredLoss().start(targets: training.targets.span, weights: weights.span)
    self.mean = mean
    lowest = (training.targets.min() ?? 0) - Float(mean)
    highest = (training.targets.max() ?? 0) - Float(mean)
    let fitter = TreeFitter(
      training, weights: weights, options: voting.options, seed: context.seed, team: team)
    self.fitter = fitter
    events = EstimatedRows(
      ScoredRows(targets: training.targets, weights: weights, team: team), mean: mean)
    self.validation = validation.map { sample in
      let rows = ScoredRows(
        targets: sample.targets, weights: TreeFitter.scaled(sample.weights), team: team)
      let binned = BinnedSample(
        columns: sample.columns, edges: fitter.edges, forTraining: false, team: team)
      return (binned, EstimatedRows(rows, mean: mean))
    }
  }

  mutating func train() throws -> (vote: VotedValue, record: TrainingRecord) {
    if let state = try context.checkpoints?.latest() { try resume(from: state) }
    for step in stride(from: alphas.count + 1, through: voting.options.trees, by: 1) {
      try context.checkpoint(state())
      let end = addTree(number: step - 1)
      if let end { record.remarks.append(end) }
      guard alphas.count == step else { break }
      let total = alphas.reduce(0, +)
      let point = TrainingRecord.Point(
        step: step, trainingLoss: events.meanSquare(total),
        validationLoss: validation?.events.meanSquare(total))
      record.history.append(point)
      context.progress.advance(
        step: step, total: voting.options.trees, events: step * events.rows.count,
        note: "mean square \(Float(point.validationLoss ?? point.trainingLoss))")
      if end != nil { break }
    }
    let forest = Forest(
      features: fitter.edges.count, base: mean, trees: Array(fitter.trees.prefix(alphas.count)))
    record.importance = forest.gainImportance
    return (VotedValue(forest, counts: alphas, takesMedian: voting.scheme != .average), record)
  }

  /// - Returns: where no more trees can follow: why.
  private mutating func addTree(number: Int) -> String? {
    events.updateDerivatives()
    let whole = fitter.grow(number, on: events.rows)
    let (grown, sums) = fitter.prune(
      whole, fitter.leafSums(of: whole, events.rows), by: voting.pruningRule)
    let values = sums.map(estimate)
    events.rows.fillScores(mean)
    fitter.keep(grown, values: values, addingTo: events.rows)
    if let validation {
      validation.events.rows.fillScores(mean)
      validation.events.rows.add(grown.binned(values: values), of: validation.sample)
    }
    guard case .adaBoostR2(let loss) = voting.scheme else {
      count(1)
      return nil
    }
    return boost(by: loss)
  }

  /// The weighted mean of a leaf, less that of the sample. Negative weights may take it anywhere; it is
  /// limited to the targets that there are.
  private func estimate(_ sums: DerivativeSums) -> Float {
    sums.hessian > 0 ? min(highest, max(lowest, Float(-sums.gradient / sums.hessian))) : 0
  }

  private mutating func boost(by loss: DeviationLoss) -> String? {
    let largest = events.largestDeviation
    let error = largest > 0 ? events.error(loss, largest: largest) : 0
    guard error > 1e-12 else {
      count(1)
      return "boosting ended after \(alphas.count) trees: no event was left to correct"
    }
    guard error < 0.5 else {
      if alphas.isEmpty { count(1) } else { fitter.discardLast() }
      return "boosting ended after \(alphas.count) trees: the next was no better than chance"
    }
    let step = voting.options.learningRate * log(error / (1 - error))
    count(-step)
    let isLeft = events.reweight(
      step, loss, largest: largest, inverts: voting.invertsForNegativeWeights)
    return isLeft ? nil : "boosting ended after \(alphas.count) trees: no weight was left"
  }

  private mutating func count(_ alpha: Double) {
    alphas.append(alpha)
    events.count(alpha)
    validation?.events.count(alpha)
  }
}

// MARK: - Going on

extension RegressionRun {
  private func state() -> Archive {
    var state = Archive()
    let forest = Forest(features: fitter.edges.count, base: mean, trees: fitter.trees)
    state.store("forest", forest.archive())
    state.store("history", record.history.archive())
    state.store("alphas", Tensor(alphas))
    state.store("events", events.archive())
    if let validation { state.store("validation", validation.events.archive()) }
    return state
  }

  private mutating func resume(from state: Archive) throws {
    let trees = try Forest(from: state.inner("forest")).trees
    fitter.resume(after: trees)
    alphas = try state.float64("alphas", shape: [trees.count])
    record.history = try [TrainingRecord.Point](from: state.inner("history"))
    try events.restore(state.inner("events"))
    try validation?.events.restore(state.inner("validation"))
  }
}

/// The events of a vote on a value: `rows.scores` holds what the last tree says, `rows.weights` the
/// present weights.
private final class EstimatedRows {
  let rows: ScoredRows
  private let mean: Double
  private let weights: SharedBuffer<Float>
  /// Σ α tree.
  private let sums: SharedBuffer<Double>

  init(_ rows: ScoredRows, mean: Double) {
    self.rows = rows
    self.mean = mean
    weights = SharedBuffer(repeating: 0, count: rows.count)
    sums = SharedBuffer(repeating: 0, count: rows.count)
    for row in 0..<rows.count { weights[row] = rows.weights[row] }
  }

  func updateDerivatives() {
    rows.update { row in
      let weight = rows.weights[row]
      rows.gradients[row] = -weight * Float(Double(rows.targets[row]) - mean)
      rows.hessians[row] = weight
    }
  }

  var largestDeviation: Double {
    (0..<rows.count).reduce(0) { max($0, deviation($1)) }
  }

  func error(_ loss: DeviationLoss, largest: Double) -> Double {
    let lost = sum { Double(rows.weights[$0]) * loss(deviation($0) / largest) }
    return lost / sum { Double(rows.weights[$0]) }
  }

  /// w ← w e^(step (1 − L)), their sum restored. - Returns: whether it was positive.
  func reweight(
    _ step: Double, _ loss: DeviationLoss, largest: Double, inverts: Bool
  ) -> Bool {
    let before = sum { Double(rows.weights[$0]) }
    rows.update { row in
      let weight = Double(rows.weights[row])
      let exponent = step * (1 - loss(deviation(row) / largest))
      rows.weights[row] = Float(weight * exp(inverts && weight < 0 ? -exponent : exponent))
    }
    let after = sum { Double(rows.weights[$0]) }
    guard after > 0, after.isFinite else { return false }
    rows.update { rows.weights[$0] *= Float(before / after) }
    return true
  }

  func count(_ alpha: Double) {
    rows.update { sums[$0] += alpha * Double(rows.scores[$0]) }
  }

  /// The mean of (Σ α tree / Σ α − y)².
  func meanSquare(_ total: Double) -> Double {
    let squares = sum { row in
      let miss = sums[row] / total - Double(rows.targets[row])
      return Double(weights[row]) * miss * miss
    }
    return squares / rows.weightSum
  }

  /// What the next tree depends on: the present weights and the votes so far.
  func archive() -> Archive {
    let all = sums.read { span in span.indices.map { span[$0] } }
    return Archive(tensors: ["weights": Tensor(rows.weights.values), "sums": Tensor(all)])
  }

  func restore(_ archive: Archive) throws {
    try rows.weights.restore(archive, "weights")
    for (row, sum) in try archive.float64("sums", shape: [rows.count]).enumerated() {
      sums[row] = sum
    }
  }

  private func deviation(_ row: Int) -> Double {
    Double((rows.targets[row] - rows.scores[row]).magnitude)
  }

  private func sum(_ value: (Int) -> Double) -> Double {
    rows.sum(over: rows.count) { range in range.reduce(0) { $0 + value($1) } }
  }
}
