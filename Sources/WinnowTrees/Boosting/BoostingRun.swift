import WinnowCore
import WinnowKernels
import WinnowMath

/// One training in progress.
struct BoostingRun<Objective: Loss> {
  private let boosting: GradientBoosting<Objective>
  private let context: RunContext
  private let team: ThreadTeam
  private let edges: [BinEdges]
  private let grower: TreeGrower
  private let rows: ScoredRows
  private let validation: (sample: BinnedSample, rows: ScoredRows)?
  private let base: Double
  private var trees: [ForestTree] = []
  private var gains: [[Double]] = []
  private var record: TrainingRecord

  private var options: BoostingOptions { boosting.options }

  init(
    _ boosting: GradientBoosting<Objective>, _ training: BoostingSample,
    _ validation: BoostingSample?, context: RunContext, team: ThreadTeam
  ) throws {
    self.boosting = boosting
    self.context = context
    self.team = team
    let weights = Self.scaled(training.weights)
    edges = Self.edges(
      training.columns, weights, bins: boosting.options.bins, seed: context.seed, team)
    base = try boosting.loss.start(targets: training.targets.span, weights: weights.span)
    let binned = BinnedSample(
      columns: training.columns, edges: edges, forTraining: true, team: team)
    grower = TreeGrower(sample: binned, options: boosting.options.growth, team: team)
    rows = ScoredRows(targets: training.targets, weights: weights, team: team)
    rows.fillScores(base)
    self.validation = try Self.prepare(validation, edges: edges, base: base, team: team)
    record = TrainingRecord(
      stepName: "tree", lossName: boosting.loss.name, importanceName: "gain of the splits")
  }

  mutating func train() throws -> (forest: Forest, record: TrainingRecord) {
    _ = rows.updateDerivatives(boosting.loss)
    var stopping = EarlyStopping(patience: validation == nil ? 0 : options.earlyStopping)
    for step in 1...options.trees {
      try context.checkCancelled()
      addTree(number: step - 1)
      let point = TrainingRecord.Point(
        step: step, trainingLoss: rows.updateDerivatives(boosting.loss),
        validationLoss: validation?.rows.updateDerivatives(boosting.loss))
      record.history.append(point)
      context.progress.advance(
        step: step, total: options.trees, events: step * rows.count, note: Self.note(point))
      if let loss = point.validationLoss, stopping.shouldStop(after: step, loss: loss) { break }
    }
    return finish(keeping: stopping.bestStep)
  }

  private mutating func finish(keeping best: Int?) -> (forest: Forest, record: TrainingRecord) {
    let kept = best ?? trees.count
    record.bestStep = best
    var sums = [Double](repeating: 0, count: edges.count)
    for tree in gains.prefix(kept) {
      for (feature, gain) in tree.enumerated() { sums[feature] += gain }
    }
    let total = sums.reduce(0, +)
    record.importance = total > 0 ? sums.map { $0 / total } : sums
    return (Forest(features: edges.count, base: base, trees: Array(trees.prefix(kept))), record)
  }

  private mutating func addTree(number: Int) {
    let quantiser = quantiser(tree: number)
    let drawn = rows.quantise(by: quantiser, into: grower.lists[0])
    let grown = grower.grow(rows: drawn, features: features(tree: number), quantiser: quantiser)
    let growth = options.growth
    let rule = LeafValues(
      l1: growth.l1, l2: growth.l2, learningRate: options.learningRate,
      longestSignedStep: boosting.loss.longestSignedStep)
    let values = rule.values(of: grown, lists: grower.lists, rows: rows, team: team)
    if drawn == rows.count {
      LeafValues.add(values, of: grown, lists: grower.lists, to: rows, team: team)
    } else {
      rows.add(grown.binned(values: values), of: grower.sample)
    }
    if let validation {
      validation.rows.add(grown.binned(values: values), of: validation.sample)
    }
    trees.append(ForestTree(grown, values: values, edges: edges))
    var sums = [Double](repeating: 0, count: edges.count)
    for split in grown.nodes.compactMap(\.split) { sums[split.feature] += split.cut.gain }
    gains.append(sums)
  }

  private func quantiser(tree: Int) -> Quantiser {
    Quantiser(
      largest: rows.largestMagnitudes(), key: key(RandomStream.rounding, tree),
      drawKey: key(RandomStream.rows, tree), fraction: options.subsample)
  }

  private func key(_ stream: UInt64, _ tree: Int) -> UInt32 {
    var random = CounterRandom(seed: context.seed, stream: stream, index: UInt64(tree))
    return UInt32(truncatingIfNeeded: random.next())
  }

  /// The features that a tree may cut on, rising: at least one.
  private func features(tree: Int) -> [Int] {
    let wanted = max(1, Int((options.columnFraction * Double(edges.count)).rounded()))
    if wanted >= edges.count { return Array(edges.indices) }
    // A permutation takes many numbers; the tree's place in the stream leaves room for them.
    var random = CounterRandom(
      seed: context.seed, stream: RandomStream.columns, index: UInt64(tree) << 32)
    return random.permutation(edges.count).prefix(wanted).sorted()
  }

  private static func note(_ point: TrainingRecord.Point) -> String {
    let loss = point.validationLoss ?? point.trainingLoss
    return "loss \((loss * 1e5).rounded() / 1e5)"
  }

  /// Weights scaled to a mean magnitude of 1.
  private static func scaled(_ weights: [Double]) -> [Float] {
    let scale = Double(weights.count) / weights.reduce(0) { $0 + $1.magnitude }
    return weights.map { Float($0 * scale) }
  }

  private static func edges(
    _ columns: [[Float]], _ weights: [Float], bins: Int, seed: UInt64, _ team: ThreadTeam
  ) -> [BinEdges] {
    let rows = BinEdges.rows(
      of: weights.count, limit: GradientBoosting<Objective>.quantileRows, seed: seed)
    return team.map(columns.count) {
      BinEdges(quantilesOf: columns[$0], weights: weights, rows: rows, bins: bins)
    }
  }

  private static func prepare(
    _ sample: BoostingSample?, edges: [BinEdges], base: Double, team: ThreadTeam
  ) throws -> (sample: BinnedSample, rows: ScoredRows)? {
    guard let sample else { return nil }
    let rows = ScoredRows(targets: sample.targets, weights: scaled(sample.weights), team: team)
    guard rows.weightSum > 0 else {
      throw WinnowError(.badData, "the validation weights have no positive sum")
    }
    rows.fillScores(base)
    let binned = BinnedSample(
      columns: sample.columns, edges: edges, forTraining: false, team: team)
    return (binned, rows)
  }
}
