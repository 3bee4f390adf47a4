import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowNeighbours

/// A trained `PDERS`: the training events, ordered for searching.
public struct PDERSModel: Model {
  /// Events searched for together; bounds the memory for what is found.
  private static let batch = 2048

  public let schema: Schema
  public let record: TrainingRecord
  let parameters: PDERSParameters
  let scaling: KNNScaling
  let memory: KNNMemory

  /// - Throws: `badData` for fewer events than the adaptive volume holds, and one left out.
  init(
    schema: Schema, parameters: PDERSParameters, scaling: KNNScaling, memory: KNNMemory
  ) throws {
    guard parameters.volume == .fixed || memory.count > parameters.events else {
      throw WinnowError(
        .badData,
        "PDERS with events: \(parameters.events) needs more training events of non-zero weight than "
          + "that; there are \(memory.count)")
    }
    self.schema = schema
    self.parameters = parameters
    self.scaling = scaling
    self.memory = memory
    record = TrainingRecord()
  }

  /// - Complexity: per event that of the search for the events inside the volume; boxes are cut out
  ///   of the sphere around them, which holds ever more in many dimensions.
  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    try answers(for: scaling.apply(to: sample), leavingOut: nil, threads)
  }

  /// Scores of the training events, each without itself.
  ///
  /// - Throws: `badData` where the sample is not the one that the model was trained on.
  public func trainingScores(for training: Sample, threads: Int) throws -> Scores {
    let columns = try scaling.apply(to: training)
    guard let own = memory.places(of: training, scaled: columns) else {
      throw WinnowError(
        .badData, "PDERS can leave events out of their own volume only for its training sample")
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
      let part = columns.map { Array($0[range]) }, ownPart = own.map { Array($0[range]) }
      let radii = try firstRadii(for: part, leavingOut: ownPart, threads)
      let lists = try memory.index.within(
        radii.map { parameters.kernel.metric.reach(of: $0, dimensions: schema.count) }, of: part,
        leavingOut: ownPart, threads: threads)
      let answers = chunkedMap(range.count, chunk: 128, threads: threads) { events in
        events.map { answer(PDERSContents(self, lists[$0], of: part, event: $0, radii[$0])) }
      }
      for answer in answers.joined() {
        for output in values.indices { values[output].append(answer[output]) }
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
        max(
          largest, abs(Double(columns[j][event]) - Double(memory.points[j][Int(neighbour.index)])))
      }
    }
  }

  /// Σ w K v / Σ w K by output; equal shares where Σ w K ≤ 0.
  private func answer(_ contents: PDERSContents) -> [Float] {
    memory.values.indices.map { output in
      var sum = 0.0, total = 0.0
      for (point, ratio) in contents.ratios {
        let weight = memory.weights[point]
          * parameters.kernel.weight(atRatio: ratio, width: parameters.kernelWidth)
        total += weight
        sum += weight * Double(memory.values[output][point])
      }
      let answer = total > 0 ? sum / total : memory.average[output]
      return Float(memory.answersAreFractions ? min(max(answer, 0), 1) : answer)
    }
  }
}

/// The training events inside the volume around one event.
private struct PDERSContents {
  /// Points and their distance from the centre, in units of the volume's radius.
  let ratios: [(point: Int, ratio: Double)]

  /// - Parameters:
  ///   - found: all events of the volume, and perhaps others.
  ///   - first: radius of a volume that holds as many as are wanted, or more.
  init(
    _ model: PDERSModel, _ found: ArraySlice<Neighbour>, of columns: [[Float]], event: Int,
    _ first: Double
  ) {
    let distances = found.map { model.distance(to: $0, from: columns, event: event) }
    let wanted = model.parameters.events
    let shrinks = model.parameters.volume == .adaptive && distances.count >= wanted
    let radius = shrinks ? distances.sorted()[wanted - 1] : first
    ratios = zip(found, distances).compactMap { neighbour, distance in
      if distance > radius { return nil }
      return (Int(neighbour.index), radius > 0 ? distance / radius : 0)
    }
  }
}
