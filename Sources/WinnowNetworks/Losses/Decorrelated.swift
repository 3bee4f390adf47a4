import WinnowCore

/// A loss plus λ times the squared distance correlation of the network's output with a spectator, among
/// background: the response then carries no information about a mass, say (DisCo; Kasieczka and Shih,
/// Phys. Rev. Lett. 125 (2020) 122001, arXiv:2001.05310).
///
/// The last column of the targets is the spectator; the first is 1 for signal and 0 for background. The
/// term needs the batch as a whole: large batches, a thousand events or so, estimate it well. It acts in
/// training alone; validation losses are those of the loss itself.
public struct Decorrelated: Objective {
  public let loss: any Objective
  /// λ.
  public let strength: Float

  /// - Precondition: a strength of at least 0.
  public init(_ loss: any Objective, strength: Float) {
    precondition(strength >= 0, "a strength of at least 0")
    self.loss = loss
    self.strength = strength
  }

  public var name: String { loss.name + " + distance correlation" }

  public func attach(
    to graph: inout Graph, outputs: Edge, targets: Edge, weights: Edge
  ) throws -> Edge {
    let columns = graph.shape(of: targets).count
    guard columns > 1 else {
      throw WinnowError(
        .badConfiguration, "decorrelation takes the spectator as a last target; got one target alone")
    }
    let wanted = try graph.slice(targets, 0..<columns - 1)
    let spectator = try graph.slice(targets, columns - 1..<columns)
    let plain = try loss.attach(to: &graph, outputs: outputs, targets: wanted, weights: weights)
    let background = try graph.linear(graph.slice(targets, 0..<1), times: -1, plus: 1)
    let backgroundWeights = try graph.multiply(background, weights)
    let correlation = try graph.add(
      DistanceCorrelationOperation(), to: [outputs, spectator, backgroundWeights])
    return try graph.add(
      AddOperation(), to: [plain, graph.linear(correlation, times: strength)])
  }
}
