import WinnowKernels

/// A network that is ready to be applied, again and again: its memory is planned and its threads run. For
/// one event at a time as for many. One caller at a time.
///
///     let predictor = Predictor(network)
///     let outputs = predictor.outputs(ofEvent: [0.3, 1.2])
public final class Predictor {
  private let network: Network
  private let executor: ForwardExecutor

  public init(_ network: Network, threads: Int = 1) {
    self.network = network
    executor = ForwardExecutor(
      network.graph, result: network.output, parameters: network.parameterMemory(),
      team: ThreadTeam(threads: threads))
  }

  /// Outputs for events given column by column, `outputCount` numbers per event.
  ///
  /// The same bits at any thread count and for any batching. - Precondition: `inputCount` columns.
  public func outputs(for columns: [[Float]]) -> [Float] {
    precondition(columns.count == network.inputCount, "one column per input")
    return executor.run(columns, as: network.features)
  }

  /// Outputs of one event, with the bits that `outputs(for:)` gives it. - Precondition: `inputCount`
  /// inputs.
  public func outputs(ofEvent inputs: [Float]) -> [Float] {
    precondition(inputs.count == network.inputCount, "one number per input")
    return executor.run(count: 1) { chunk, _ in
      var row = chunk.values(network.features)
      copy(inputs.span, into: &row)
    }
  }
}
