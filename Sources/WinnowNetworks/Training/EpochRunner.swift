import WinnowCore
import WinnowKernels

/// Trains epoch by epoch with the settings of one phase.
protocol EpochRunner: AnyObject {
  /// Passes over all events once and returns their mean loss.
  ///
  /// - Parameters:
  ///   - epoch: its number in the phase, from 0.
  ///   - rate: a factor on the learning rate.
  /// - Throws: `interrupted`.
  func runEpoch(_ epoch: Int, rate: Double, in context: RunContext) throws -> Double

  /// Tells that the penalties on weights have changed.
  func lossHasChanged()

  /// Steps taken in this phase.
  var steps: Int { get }

  /// What the next epoch depends on besides the parameters.
  func archive() -> Archive
  /// - Throws: `badData` where a size does not fit.
  func restore(from archive: Archive) throws
}

extension EpochRunner {
  func lossHasChanged() {}
}

extension TrainingSession {
  /// What outlives a phase.
  final class Shared {
    let parameters: Arena
    let team: ThreadTeam
    let seed: UInt64
    var stepsBefore = 0
    var epochsBefore = 0
    /// The strength pₛ of a penalty ½ pₛ Σw² on the mean loss for each slot of the graph; a prior.
    var penalties: [Double]

    init(parameters: Arena, slots: Int, in context: RunContext) {
      self.parameters = parameters
      team = ThreadTeam(threads: context.threads)
      seed = context.seed
      penalties = Array(repeating: 0, count: slots)
    }
  }

  /// The graph with its loss.
  struct LossEdges {
    let graph: Graph
    let features, targets, weights, loss: Edge

    init(_ network: Network, loss objective: any Objective, targetCount: Int) throws {
      var graph = network.graph
      features = network.features
      targets = try graph.addInput("targets", Shape(targetCount))
      weights = try graph.addInput("weights", .scalar)
      loss = try objective.attach(
        to: &graph, outputs: network.output, targets: targets, weights: weights)
      self.graph = graph
    }

    /// Puts picked examples into a chunk.
    func fill(_ inputs: ChunkInputs, with rows: Span<Int32>, of examples: Examples) {
      let part = rows.extracting(inputs.range)
      var features = inputs.values(features)
      var targets = inputs.values(targets), weights = inputs.values(weights)
      gatherRows(part, of: examples.features.all, width: examples.inputCount, into: &features)
      gatherRows(part, of: examples.targets.all, width: examples.targetCount, into: &targets)
      gatherRows(part, of: examples.weights.all, width: 1, into: &weights)
    }
  }
}
