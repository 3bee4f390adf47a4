import WinnowCore

/// The mean, or the largest number, of each channel over all places of a sequence or an image.
public struct GlobalPooling: Layer {
  public static let key = "global_pool"
  public var kind = PoolingOperation.Kind.average

  public init() {}
  public init(_ kind: PoolingOperation.Kind) { self.kind = kind }

  public static let rules: [ParameterRule<GlobalPooling>] = [
    .choice(key, \.kind, "what is kept of each channel over all places")
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    let places = Array(graph.shape(of: edge).dimensions.indices.dropLast())
    let pooled = try graph.add(
      ReductionOperation(kind == .max ? .largest : .mean, axes: places), to: [edge])
    return try graph.flatten(pooled)
  }
}
