import WinnowCore
import WinnowKernels
import WinnowNeighbours

/// A trained `KNN`: the training events, ordered for searching.
public struct KNNModel: RememberingModel, ErrorEstimating {
  /// Events searched for together; bounds the memory for their neighbours.
  private static let batch = 32_768
  private static let chunk = 1024

  public let schema: Schema
  public let record: TrainingRecord
  let parameters: KNNParameters
  let memory: KNNMemory

  /// - Throws: `badData` for fewer events than neighbours + 2: each training event needs k others,
  ///   and the polynomial kernel one more for its radius.
  init(
    schema: Schema, parameters: KNNParameters, memory: KNNMemory,
    record: TrainingRecord = TrainingRecord()
  ) throws {
    guard memory.count >= parameters.neighbors + 2 else {
      throw WinnowError(
        .badData,
        "KNN with neighbors: \(parameters.neighbors) needs \(parameters.neighbors + 2) training "
          + "events of non-zero weight or more; there are \(memory.count)")
    }
    if parameters.fit == .fisher, !memory.answersAreFractions || memory.outputs.count > 1 {
      throw WinnowError(.badConfiguration, "KNN with fit: fisher is for two classes")
    }
    self.schema = schema
    self.parameters = parameters
    self.memory = memory
    self.record = record
  }

  public init(from archive: Archive, schema: Schema) throws {
    try self.init(remembered: archive, schema, owner: "KNN")
  }

  /// The settings, and what `KNNMemory` stores.
  public func archive() -> Archive { memory.archive(settings: parameters.settings) }

  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    try answers(for: memory.scaling.apply(to: sample), leavingOut: nil, threads)
  }

  /// Standard errors of the outputs, from the spread of the neighbours' values:
  /// σ² = Σ (w K)² (v − ȳ)² / (Σ w K)² with ȳ their weighted mean; NaN where Σ w K ≤ 0.
  ///
  /// The error of the mean of independent neighbours; it knows nothing of the bias that comes with
  /// their distance, and is 0 where all agree.
  /// - Errors and complexity: as `scores`.
  public func errors(for sample: Sample, threads: Int) throws -> Scores {
    try answers(for: memory.scaling.apply(to: sample), leavingOut: nil, threads) { vote, output in
      vote.variance(output).squareRoot()
    }
  }

  /// Scores of the training events, each without its own vote.
  ///
  /// - Throws: `badData` where the sample is not the one that the model was trained on.
  public func trainingScores(for training: Sample, threads: Int) throws -> Scores {
    let (columns, own) = try memory.trainingQueries(training)
    return try answers(for: columns, leavingOut: own, threads)
  }

  /// - Parameter quantity: what is asked of a vote, by output; nil for the answer itself.
  private func answers(
    for columns: [[Float]], leavingOut own: [Int32]?, _ threads: Int,
    _ quantity: ((KNNVote, Int) -> Double)? = nil
  ) throws -> Scores {
    let count = columns[0].count
    var values = memory.outputs.map { _ in [Float]() }
    for start in stride(from: 0, to: count, by: Self.batch) {
      let range = start..<min(count, start + Self.batch)
      let part = columns.map { Array($0[range]) }
      let table = try memory.index.nearest(
        parameters.neighbors + parameters.kernel.surplus, to: part,
        leavingOut: own.map { Array($0[range]) }, threads: threads)
      let answers = answers(from: table, of: part, threads, quantity ?? fitted)
      for output in values.indices {
        values[output] += stride(from: output, to: answers.count, by: values.count)
          .lazy.map { answers[$0] }
      }
    }
    return Scores(outputs: memory.outputs, values: values)
  }

  /// `[query][output]`.
  private func answers(
    from table: NeighbourTable, of columns: [[Float]], _ threads: Int,
    _ quantity: (KNNVote, Int) -> Double
  ) -> [Float] {
    let outputs = memory.outputs.count
    return RowWriter.filling(rows: table.count, length: outputs, with: Float(0)) { writer in
      ThreadTeam(threads: threads).run(over: table.count, chunk: Self.chunk) { _, range in
        var votes = [Double](repeating: 0, count: parameters.neighbors)
        for query in range {
          parameters.kernel.vote(
            table[query], dimensions: schema.count, width: parameters.kernelWidth, into: &votes)
          let points = table[query].prefix(votes.count).map { Int($0.index) }
          let vote = KNNVote(memory, points, votes, of: columns, event: query)
          writer.write(row: query) { answer in
            for output in 0..<outputs { answer[output] = Float(quantity(vote, output)) }
          }
        }
      }
    }
  }

  /// The answer, limited to [0, 1] where it is a fraction.
  private func fitted(_ vote: KNNVote, _ output: Int) -> Double {
    let answer = switch parameters.fit {
    case .average: vote.average(output)
    case .linear: vote.linear(output)
    case .fisher: vote.fisher()
    }
    return memory.limited(answer)
  }
}
