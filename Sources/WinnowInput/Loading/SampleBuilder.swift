import WinnowCore
import WinnowExpressions

/// Takes batches in and keeps the accepted events as columns of a sample.
struct SampleBuilder {
  private let request: SampleRequest
  private(set) var tallies: [LoadedSample.Tally]
  private(set) var unlabelled = 0
  private var columns: [[Float]]
  private var targets: [[Float]]
  private var weights: [Double] = []
  private var labels: [UInt8] = []
  private var spectators: [ColumnAccumulator]

  init(_ request: SampleRequest) {
    self.request = request
    let names = request.hasClasses ? request.classNames : ["Events"]
    tallies = names.map { LoadedSample.Tally($0) }
    columns = [[Float]](repeating: [], count: request.features.count)
    targets = [[Float]](repeating: [], count: request.targets.count)
    spectators = [ColumnAccumulator](repeating: ColumnAccumulator(), count: request.spectators.count)
  }

  /// - Throws: `badData` for an input or a weight that is not finite, with file, row and column.
  mutating func add(_ batch: TableBatch, plan: FilePlan, classIndex: Int?) throws {
    let classes = self.classes(batch, plan: plan, classIndex: classIndex)
    let inputs = try plan.features.map { try $0.values(batch) }
    var rows = try accepted(batch, plan: plan, classes: classes)
    rows = try complete(rows, inputs: inputs, batch: batch, plan: plan, classes: classes)
    for feature in inputs.indices { append(inputs[feature], rows, to: feature) }
    try addTargets(of: rows, batch: batch, plan: plan)
    weights += try weights(of: rows, batch: batch, plan: plan)
    if request.hasClasses { labels += rows.map { UInt8(classes?[$0] ?? 0) } }
    for (place, spectator) in plan.spectators.enumerated() {
      switch spectator {
      case .column(let column): spectators[place].append(batch.values[column], rows: rows)
      case .expression(let bound): spectators[place].append(.numbers(try bound.values(batch)), rows: rows)
      }
    }
  }

  /// The class of each row, nil where it has none; nil altogether where there are no classes.
  private func classes(_ batch: TableBatch, plan: FilePlan, classIndex: Int?) -> [Int?]? {
    if let classIndex { return [Int?](repeating: classIndex, count: batch.count) }
    guard let rule = request.label, let place = plan.label else { return nil }
    return rule.classes(of: batch.values[place].asRead)
  }

  private mutating func accepted(
    _ batch: TableBatch, plan: FilePlan, classes: [Int?]?
  ) throws -> [Int] {
    let cuts = try plan.cuts.map { try $0.values(batch) }
    var rows: [Int] = []
    rows.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      guard let index = classes.map({ $0[row] }) ?? 0 else {
        unlabelled += 1
        continue
      }
      tallies[index].read += 1
      if cuts.allSatisfy({ $0[row] != 0 && !$0[row].isNaN }) {
        rows.append(row)
      } else {
        tallies[index].cutAway += 1
      }
    }
    return rows
  }

  /// The rows whose inputs satisfy the policy.
  private mutating func complete(
    _ rows: [Int], inputs: [[Double]], batch: TableBatch, plan: FilePlan, classes: [Int?]?
  ) throws -> [Int] {
    var lacking: [Int: [Int]] = [:]
    for feature in inputs.indices {
      let values = inputs[feature]
      for row in rows where !Float(values[row]).isFinite { lacking[row, default: []].append(feature) }
    }
    if lacking.isEmpty { return rows }
    for row in lacking.keys.sorted() {
      let features = lacking[row, default: []]
      let fatal = features.first { request.missing != .drop && !(mayStay(inputs[$0][row])) }
      if let fatal { throw fault(inputs[fatal][row], fatal, row: row, batch, plan) }
      count(features, classIndex: classes?[row] ?? 0)
    }
    return request.missing == .drop ? rows.filter { lacking[$0] == nil } : rows
  }

  private func mayStay(_ value: Double) -> Bool {
    request.missing == .keep && (value.isNaN || request.keepsInfinity)
  }

  private mutating func count(_ features: [Int], classIndex: Int) {
    if request.missing == .keep {
      tallies[classIndex].keptMissing += 1
      return
    }
    tallies[classIndex].dropped += 1
    for feature in features {
      tallies[classIndex].droppedByVariable[request.features[feature].name, default: 0] += 1
    }
  }

  private func fault(
    _ value: Double, _ feature: Int, row: Int, _ batch: TableBatch, _ plan: FilePlan
  ) -> WinnowError {
    let variable = request.features[feature]
    var place = plan.table.location
    place.row = batch.firstRow + row + 1
    place.field = variable.name
    let what = value.isNaN ? "the value is NaN"
      : value.isInfinite ? "the value is infinite" : "\(value) does not fit single precision"
    let formula = variable.expression == variable.name ? "" : " (“\(variable.expression)”)"
    return WinnowError(
      .badData, what + formula + "; cut the event away, or set “missing” to drop"
        + (value.isNaN ? " or keep" : ""), at: place)
  }

  /// A regression cannot learn from, nor be judged by, an event whose target is unknown.
  private mutating func addTargets(
    of rows: [Int], batch: TableBatch, plan: FilePlan
  ) throws {
    for (index, bound) in plan.targets.enumerated() {
      let values = try bound.values(batch)
      if let row = rows.first(where: { !Float(values[$0]).isFinite }) {
        var place = plan.table.location
        place.row = batch.firstRow + row + 1
        throw WinnowError(
          .badData, "the target “\(request.targets[index].name)” is \(values[row]); cut the event away",
          at: place)
      }
      targets[index] += rows.lazy.map { Float(values[$0]) }
    }
  }

  private mutating func append(_ values: [Double], _ rows: [Int], to feature: Int) {
    if rows.count == values.count {
      columns[feature] += values.lazy.map { Float($0) }
    } else {
      columns[feature] += rows.lazy.map { Float(values[$0]) }
    }
  }

  private func weights(of rows: [Int], batch: TableBatch, plan: FilePlan) throws -> [Double] {
    let factors = try plan.weights.map { try $0.values(batch) }
    return try rows.map { row in
      let weight = factors.reduce(1) { $0 * $1[row] }
      guard weight.isFinite else {
        var place = plan.table.location
        place.row = batch.firstRow + row + 1
        let formula = plan.weights.map { "“\($0.expression.text)”" }.joined(separator: " × ")
        throw WinnowError(.badData, "the event weight \(formula) is \(weight)", at: place)
      }
      return weight
    }
  }
}

extension SampleBuilder {
  /// The sample, checked as training needs it.
  /// - Throws: `badData` for an empty class, a sum of weights that is not positive, and a constant input.
  func finished() throws -> Sample {
    let sample = Sample(
      schema: Schema(request.features), columns: columns, weights: weights,
      truth: truth,
      spectators: zip(request.spectators, spectators).map { Spectator($0.name, $1.finished()) })
    if request.hasClasses { try checkClasses() }
    if !targets.isEmpty { try checkTargets() }
    if sample.truth != .none { try checkVariation() }
    return sample
  }

  private var truth: Truth {
    if !targets.isEmpty { return .targets(names: request.targets.map(\.name), values: targets) }
    return request.hasClasses ? .classes(names: request.classNames, labels: labels) : .none
  }

  private func checkTargets() throws {
    let tally = tallies[0], sum = weights.reduce(0, +)
    if weights.isEmpty {
      throw WinnowError(
        .badData, "there are no events (\(tally.read) rows read, \(tally.cutAway) cut away, "
          + "\(tally.dropped) dropped)", at: place)
    }
    if sum <= 0 {
      throw WinnowError(.badData, "the weights sum to \(sum); the sum must be above 0", at: place)
    }
    for (target, values) in zip(request.targets, targets) where values.allSatisfy({ $0 == values[0] }) {
      throw WinnowError(
        .badData, "the target “\(target.name)” is constant: \(values[0]) in all \(values.count) "
          + "accepted events", at: place)
    }
  }

  private func checkClasses() throws {
    var sums = [Double](repeating: 0, count: tallies.count)
    for (label, weight) in zip(labels, weights) { sums[Int(label)] += weight }
    for (index, tally) in tallies.enumerated() {
      if tally.accepted == 0 {
        throw WinnowError(
          .badData, "the class “\(tally.name)” has no events (\(tally.read) rows read, "
            + "\(tally.cutAway) cut away, \(tally.dropped) dropped)", at: place)
      }
      if sums[index] <= 0 {
        throw WinnowError(
          .badData, "the weights of the class “\(tally.name)” sum to \(sums[index]); "
            + "the sum must be above 0", at: place)
      }
    }
  }

  private func checkVariation() throws {
    for (feature, values) in zip(request.features, columns) {
      guard let first = values.first(where: { !$0.isNaN }) else {
        throw WinnowError(.badData, "the variable “\(feature.name)” has no values", at: place)
      }
      if values.allSatisfy({ $0 == first || $0.isNaN }) {
        throw WinnowError(
          .badData, "the variable “\(feature.name)” is constant: \(first) in all \(values.count) "
            + "accepted events", at: place)
      }
    }
  }

  private var place: SourceLocation? {
    request.sources.first?.files.first.map { SourceLocation(file: $0.file, object: $0.object) }
  }
}

extension ColumnValues {
  /// As text stands in the file, without waiting for the whole column.
  fileprivate var asRead: Spectator.Values {
    switch self {
    case .numbers(let values): .real(values)
    case .integers(let values): .integer(values)
    case .text(let values), .unparsed(let values): .text(values)
    case .lists: preconditionFailure("a label is one value per row")
    }
  }
}
