import WinnowCore
import WinnowKernels
import WinnowNeighbours

/// A trained `KNN`: the training events, ordered for searching.
public struct KNNModel: Model {
  /// Events searched for together; bounds the memory for their neighbours.
  private static let batch = 32_768
  private static let chunk = 1024

  public let schema: Schema
  public let record: TrainingRecord
  let parameters: KNNParameters
  let scaling: KNNScaling
  let memory: KNNMemory

  /// - Throws: `badData` for fewer events than neighbours + 2: each training event needs k others,
  ///   and the polynomial kernel one more for its radius.
  init(
    schema: Schema, parameters: KNNParameters, scaling: KNNScaling, memory: KNNMemory
  ) throws {
    guard memory.count >= parameters.neighbors + 2 else {
      throw WinnowError(
        .badData,
        "KNN with neighbors: \(parameters.neighbors) needs \(parameters.neighbors + 2) training "
          + "events of non-zero weight or more; there are \(memory.count)")
    }
    self.schema = schema
    self.parameters = parameters
    self.scaling = scaling
    self.memory = memory
    record = TrainingRecord()
  }

  /// Rows that are remembered: those with a weight.
  static func countingRows(of sample: Sample) -> [Int] {
    sample.weights.indices.filter { sample.weights[$0] != 0 }
  }

  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    try answers(for: scaling.apply(to: sample), leavingOut: nil, threads)
  }

  /// Scores of the training events, each without its own vote.
  ///
  /// - Throws: `badData` where the sample is not the one that the model was trained on.
  public func trainingScores(for training: Sample, threads: Int) throws -> Scores {
    let columns = try scaling.apply(to: training)
    guard let own = memory.places(of: training, scaled: columns) else {
      throw WinnowError(
        .badData, "KNN can leave events out of their own vote only for its training sample")
    }
    return try answers(for: columns, leavingOut: own, threads)
  }

  private func answers(
    for columns: [[Float]], leavingOut own: [Int32]?, _ threads: Int
  ) throws -> Scores {
    let count = columns[0].count
    var values = memory.outputs.map { _ in [Float]() }
    for start in stride(from: 0, to: count, by: Self.batch) {
      let range = start..<min(count, start + Self.batch)
      let table = try memory.index.nearest(
        parameters.neighbors + parameters.kernel.surplus, to: columns.map { Array($0[range]) },
        leavingOut: own.map { Array($0[range]) }, threads: threads)
      let answers = average(table, threads)
      for output in values.indices {
        values[output] += stride(from: output, to: answers.count, by: values.count)
          .lazy.map { answers[$0] }
      }
    }
    return Scores(outputs: memory.outputs, values: values)
  }

  /// `[query][output]`.
  private func average(_ table: NeighbourTable, _ threads: Int) -> [Float] {
    let outputs = memory.outputs.count
    return RowWriter.filling(rows: table.count, length: outputs, with: Float(0)) { writer in
      ThreadTeam(threads: threads).run(over: table.count, chunk: Self.chunk) { _, range in
        var votes = [Double](repeating: 0, count: parameters.neighbors)
        for query in range {
          let row = table[query]
          parameters.kernel.vote(
            row, dimensions: schema.count, width: parameters.kernelWidth, into: &votes)
          writer.write(row: query) { answer in
            for output in 0..<outputs { answer[output] = self.answer(output, row, votes) }
          }
        }
      }
    }
  }

  /// Σ w K v / Σ w K, or what the whole sample says where Σ w K ≤ 0.
  private func answer(_ output: Int, _ row: ArraySlice<Neighbour>, _ votes: [Double]) -> Float {
    var sum = 0.0, total = 0.0
    for (neighbour, vote) in zip(row, votes) {
      let weight = memory.weights[Int(neighbour.index)] * vote
      total += weight
      sum += weight * Double(memory.values[output][Int(neighbour.index)])
    }
    let answer = total > 0 ? sum / total : memory.average[output]
    return Float(memory.answersAreFractions ? min(max(answer, 0), 1) : answer)
  }
}
