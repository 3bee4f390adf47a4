import WinnowCore
import WinnowTrees

/// A trained BDT: response = 1 / (1 + e^(−F)), F the sum of the forest's trees.
public struct BDTModel: Model {
  public let schema: Schema
  public let forest: Forest
  public let record: TrainingRecord

  init(schema: Schema, forest: Forest, record: TrainingRecord) {
    self.schema = schema
    self.forest = forest
    self.record = record
  }

  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    var response = forest.scores(of: sample.columns, threads: threads)
    var span = response.mutableSpan
    LogisticLoss().respond(&span)
    return Scores(response: response)
  }

  public func archive() -> Archive { forest.archive() }

  public init(from archive: Archive, schema: Schema) throws {
    let forest = try Forest(from: archive)
    guard forest.features == schema.count else {
      throw WinnowError(
        .badData, "the forest has \(forest.features) inputs, the model \(schema.count)")
    }
    self.init(schema: schema, forest: forest, record: TrainingRecord())
  }
}
