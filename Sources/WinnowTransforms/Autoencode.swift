import WinnowCore
import WinnowNetworks

/// The bottleneck of an autoencoder: n variables become k new ones, `latent1` … `latentk`, from which a
/// network can give the n back as nearly as possible.
///
/// The variables are standardised before. The new ones have no scale of their own: put `gauss` or
/// `standardize` behind where a method wants one. Classes play no part, unless `class` names the one to
/// learn from.
public struct Autoencode: VariableTransform {
  public static let identifier = "autoencoder"
  public static let letter: String? = nil
  public static let summary = "to the bottleneck of an autoencoder, latent1, latent2, …; weighted"

  public let parameters: AutoencoderSettings

  public init(_ parameters: AutoencoderSettings = AutoencoderSettings()) { self.parameters = parameters }

  public func fit(to training: Sample) throws -> EncodedVariables {
    try fit(to: training, in: RunContext())
  }

  /// - Throws: `badData` for a variable that is constant, infinite or missing; `badConfiguration` for a
  ///   bottleneck wider than the variables; `interrupted`.
  public func fit(to training: Sample, in context: RunContext) throws -> EncodedVariables {
    try training.requireNumbersToLearn()
    let scaling = try Standardize().fit(to: training)
    // Neither progress nor checkpoints: both belong to the method that comes after.
    let quiet = RunContext(
      seed: context.seed, threads: context.threads, cancellation: context.cancellation)
    let trained = try AutoencoderNetwork.train(
      parameters, on: scaling.apply(to: training), in: quiet)
    return EncodedVariables(scaling: scaling, network: trained.network)
  }
}

/// z = f((x − mean)/σ) with the encoder f of an autoencoder.
public struct EncodedVariables: InvertibleTransform {
  let scaling: AffineColumns
  let network: AutoencoderNetwork

  public var input: Schema { scaling.input }
  public var output: Schema {
    Schema(names: (0..<network.bottleneckCount).map { "latent\($0 + 1)" })
  }

  /// - Throws: `badData` where a value is missing (NaN).
  public func apply(to sample: Sample) throws -> Sample {
    let complete = sample.replacing(schema: input, columns: try sample.completeColumns(of: input))
    let codes = network.encode(try scaling.apply(to: complete).columns)
    return sample.replacing(schema: output, columns: codes)
  }

  /// What the decoder makes of the new variables: the old ones, as nearly as the bottleneck lets through.
  public func inverse(_ sample: Sample) throws -> Sample {
    let inputs = network.decode(try sample.completeColumns(of: output))
    return try scaling.inverse(sample.replacing(schema: scaling.output, columns: inputs))
  }

  public func archive() -> Archive {
    var archive = network.archive()
    archive.store("scaling", scaling.archive())
    return archive
  }

  public init(from archive: Archive, input: Schema) throws {
    self.init(
      scaling: try AffineColumns(from: archive.inner("scaling"), input: input),
      network: try AutoencoderNetwork(from: archive, inputs: input.count))
  }

  init(scaling: AffineColumns, network: AutoencoderNetwork) {
    self.scaling = scaling
    self.network = network
  }
}
