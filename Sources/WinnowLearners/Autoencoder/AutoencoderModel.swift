import WinnowCore
import WinnowNetworks

/// A trained autoencoder whose reconstruction error is the response.
public struct AutoencoderModel: Model {
  public let schema: Schema
  public let record: TrainingRecord
  public let network: AutoencoderNetwork

  init(schema: Schema, record: TrainingRecord, network: AutoencoderNetwork) {
    self.schema = schema
    self.record = record
    self.network = network
  }

  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    Scores(response: network.reconstructionErrors(sample.columns, threads: threads))
  }

  public func archive() -> Archive {
    var archive = network.archive()
    record.store(in: &archive)
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    self.init(
      schema: schema, record: try TrainingRecord(from: archive, inputs: 0),
      network: try AutoencoderNetwork(from: archive, inputs: schema.count))
  }
}
