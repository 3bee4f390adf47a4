import WinnowCore

/// A network that gives its inputs back through a narrow layer.
///
/// The encoder f maps n inputs to k ≤ n numbers, the decoder g maps those to n; both are learnt so that
/// Σᵢ wᵢ |g(f(xᵢ)) − xᵢ|² is small over the training events. Without hidden layers the optimum is the
/// projection to the k widest principal components.
///
/// Reference: G. Hinton, R. Salakhutdinov, Science 313 (2006) 504.
public struct AutoencoderNetwork: Sendable {
  private let encoderLayers, decoderLayers: [any Layer]
  /// From the inputs to themselves.
  private let whole: Network
  private let encoder, decoder: Network

  public var inputCount: Int { whole.inputCount }
  public var bottleneckCount: Int { encoder.outputCount }

  /// Trains an autoencoder on the events of a sample that have a weight, whatever their class.
  /// - Throws: `badConfiguration` for a bottleneck wider than the inputs; and as `NetworkTrainer.train`.
  public static func train(
    _ settings: AutoencoderSettings, on training: Sample, validation: Sample? = nil,
    in context: RunContext
  ) throws -> (network: AutoencoderNetwork, record: TrainingRecord) {
    let inputs = training.schema.count
    guard settings.bottleneck <= inputs else {
      throw WinnowError(
        .badConfiguration,
        "a bottleneck of \(settings.bottleneck) with \(inputs) inputs; allowed: 1 … \(inputs)")
    }
    let (front, back) = settings.layers(inputs: inputs)
    let initial = try Network(inputs: inputs, layers: Sequential(front + back), seed: context.seed)
    let (trained, record) = try NetworkTrainer(
      phases: [settings.training.phase()], loss: SquaredError()
    ).train(
      initial, on: Examples(reconstructing: training),
      validation: validation.map { try Examples(reconstructing: $0) }, in: context)
    return (try AutoencoderNetwork(trained, encoder: front, decoder: back), record)
  }

  /// - Throws: `badConfiguration` where the layers do not fit one another; `badData` where the network does
  ///   not end where it began, or is nowhere narrow.
  private init(_ whole: Network, encoder front: [any Layer], decoder back: [any Layer]) throws {
    self.whole = whole
    encoderLayers = front
    decoderLayers = back
    // The parameters lie in the order of the layers.
    encoder = try Network(inputs: whole.inputCount, layers: Sequential(front)) {
      Array(whole.parameters.prefix($0.parameterCount))
    }
    let rest = Array(whole.parameters.dropFirst(encoder.parameters.count))
    decoder = try Network(inputs: encoder.outputCount, layers: Sequential(back)) { graph in
      guard graph.parameterCount == rest.count else {
        throw WinnowError(.badData, "the decoder does not follow from the bottleneck alone")
      }
      return rest
    }
    guard whole.outputCount == inputCount, bottleneckCount <= inputCount else {
      throw WinnowError(
        .badData, "no autoencoder: \(inputCount) inputs, \(bottleneckCount) units in the bottleneck, "
          + "\(whole.outputCount) outputs")
    }
  }

  /// The outputs of the bottleneck, `[unit][event]`. - Precondition: `inputCount` columns.
  public func encode(_ columns: [[Float]], threads: Int = 1) -> [[Float]] {
    encoder.predict(columns, threads: threads)
  }

  /// Inputs from outputs of the bottleneck, `[input][event]`. - Precondition: `bottleneckCount` columns.
  public func decode(_ codes: [[Float]], threads: Int = 1) -> [[Float]] {
    decoder.predict(codes, threads: threads)
  }

  /// √(Σⱼ (x̂ⱼ − xⱼ)²/n) of each event, where x̂ is what the network makes of the inputs x.
  /// - Precondition: `inputCount` columns.
  public func reconstructionErrors(_ columns: [[Float]], threads: Int = 1) -> [Float] {
    let outputs = whole.outputs(for: columns, threads: threads)
    return (columns.first ?? []).indices.map { event in
      var sum: Float = 0
      for j in columns.indices {
        let difference = outputs[event * columns.count + j] - columns[j][event]
        sum.addProduct(difference, difference)
      }
      return (sum / Float(columns.count)).squareRoot()
    }
  }
}

extension AutoencoderNetwork {
  public func archive() -> Archive {
    var archive = Archive(attributes: [
      "encoder": LayerCatalog.setting(of: encoderLayers),
      "decoder": LayerCatalog.setting(of: decoderLayers),
    ])
    whole.store(in: &archive)
    return archive
  }

  /// - Throws: `badData` where a part is missing or does not fit.
  public init(from archive: Archive, inputs: Int) throws {
    do {
      let front = try LayerCatalog.layers(reading: archive.setting("encoder"), owner: "encoder")
      let back = try LayerCatalog.layers(reading: archive.setting("decoder"), owner: "decoder")
      let whole = try Network(inputs: inputs, layers: Sequential(front + back), from: archive)
      try self.init(whole, encoder: front, decoder: back)
    } catch let error as WinnowError {
      throw WinnowError(.badData, error.message)
    }
  }
}

extension Examples {
  /// Events whose inputs are their own targets. - Throws: `badData` where one is not finite.
  fileprivate init(reconstructing sample: Sample) throws {
    let sample = try sample.fitToLearn()
    try self.init(columns: sample.columns, targets: sample.columns, weights: sample.weights)
  }
}
