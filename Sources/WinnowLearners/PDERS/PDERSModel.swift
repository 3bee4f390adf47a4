import WinnowCore
import WinnowKernels
import WinnowNeighbours

/// A trained `PDERS`: the training events, ordered for searching.
public struct PDERSModel: RememberingModel, ErrorEstimating {
  /// Events searched for together; bounds the memory for what is found.
  private static let batch = 2048
  private static let chunk = 128

  public let schema: Schema
  public let record: TrainingRecord
  let parameters: PDERSParameters
  let memory: KNNMemory

  /// - Throws: `badData` for fewer events than the adaptive volume holds, and one left out.
  init(
    schema: Schema, parameters: PDERSParameters, memory: KNNMemory,
    record: TrainingRecord = TrainingRecord()
  ) throws {
    guard parameters.volume == .fixed || memory.count > parameters.events else {
      throw WinnowError(
        .badData,
        "PDERS with events: \(parameters.events) needs more training events of non-zero weight than "
          + "that; there are \(memory.count)")
    }
    self.schema = schema
    self.parameters = parameters
    self.memory = memory
    self.record = record
  }

  public init(from archive: Archive, schema: Schema) throws {
    try self.init(remembered: archive, schema, owner: "PDERS")
  }

  /// The settings, and what `KNNMemory` stores.
  public func archive() -> Archive { memory.archive(settings: parameters.settings) }

  /// - Complexity: per event that of the search for the events inside the volume; boxes are cut out
  ///   of the sphere around them, which holds ever more in many dimensions.
  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    try answers(for: memory.scaling.apply(to: sample), leavingOut: nil, threads) { vote, output in
      vote.limitedAverage(output)
    }
  }

  /// Standard errors of the outputs, from the spread of the events in the volume, as `KNNModel.errors`;
  /// NaN where their weights do not sum to more than 0.
  public func errors(for sample: Sample, threads: Int) throws -> Scores {
    try answers(for: memory.scaling.apply(to: sample), leavingOut: nil, threads) { vote, output in
      vote.variance(output).squareRoot()
    }
  }

  /// Scores of the training events, each without itself.
  ///
  /// - Throws: `badData` where the sample is not the one that the model was trained on.
  public func trainingScores(for training: Sample, threads: Int) throws -> Scores {
    let (columns, own) = try memory.trainingQueries(training)
    return try answers(for: columns, leavingOut: own, threads) { vote, output in
      vote.limitedAverage(output)
    }
  }

  private func answers(
    for columns: [[Float]], leavingOut own: [Int32]?, _ threads: Int,
    _ quantity: (KNNVote, Int) -> Double
  ) throws -> Scores {
    let count = columns[0].count
    var values = memory.outputs.map { _ in [Float]() }
    for start in stride(from: 0, to: count, by: Self.batch) {
      let range = start..<min(count, start + Self.batch)
      let part = columns.map { Array($0[range]) }, ownPart = own.map { Array($0[range]) }
      let radii = try firstRadii(for: part, leavingOut: ownPart, threads)
      let lists = try memory.index.within(
        radii.map { parameters.kernel.metric.reach(of: $0, dimensions: schema.count) }, of: part,
        leavingOut: ownPart, threads: threads)
      let team = ThreadTeam(threads: threads), outputs = values.count
      let answers = RowWriter.filling(rows: range.count, length: outputs, with: Float(0)) { writer in
        team.run(over: range.count, chunk: Self.chunk) { _, events in
          for event in events {
            let vote = vote(in: lists[event], of: part, event: event, radii[event])
            writer.write(row: event) { answer in
              for output in 0..<outputs { answer[output] = Float(quantity(vote, output)) }
            }
          }
        }
      }
      for output in values.indices {
        values[output] += stride(from: output, to: answers.count, by: outputs).lazy.map { answers[$0] }
      }
    }
    return Scores(outputs: memory.outputs, values: values)
  }

  /// Radii of volumes that hold at least what is wanted.
  private func firstRadii(
    for columns: [[Float]], leavingOut own: [Int32]?, _ threads: Int
  ) throws -> [Double] {
    if parameters.volume == .fixed {
      return Array(repeating: parameters.radius, count: columns[0].count)
    }
    let table = try memory.index.nearest(
      parameters.events, to: columns, leavingOut: own, threads: threads)
    return (0..<table.count).map { query in
      table[query].reduce(0) { max($0, distance(to: $1, from: columns, event: query)) }
    }
  }

  func distance(to neighbour: Neighbour, from columns: [[Float]], event: Int) -> Double {
    switch parameters.kernel.metric {
    case .euclidean: neighbour.distance
    case .largest:
      columns.indices.reduce(0) { largest, j in
        let point = memory.index.coordinate(j, of: Int(neighbour.index))
        return max(largest, abs(Double(columns[j][event]) - Double(point)))
      }
    }
  }

  /// The training events inside the volume around one event.
  ///
  /// - Parameters:
  ///   - found: all events of the volume, and perhaps others.
  ///   - first: radius of a volume that holds as many as are wanted, or more.
  private func vote(
    in found: ArraySlice<Neighbour>, of columns: [[Float]], event: Int, _ first: Double
  ) -> KNNVote {
    let distances = found.map { distance(to: $0, from: columns, event: event) }
    let shrinks = parameters.volume == .adaptive && distances.count >= parameters.events
    let radius = shrinks ? distances.sorted()[parameters.events - 1] : first
    let inside = zip(found, distances).filter { $1 <= radius }
    return KNNVote(
      memory, inside.map { Int($0.0.index) },
      inside.map { inside in
        let ratio = radius > 0 ? inside.1 / radius : 0
        return parameters.kernel.weight(atRatio: ratio, width: parameters.kernelWidth)
      }, of: columns, event: event)
  }
}
