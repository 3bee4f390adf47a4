import WinnowCore

/// A fully connected layer whose units are each the largest of several linear functions.
public struct Maxout: Layer {
  public static let key = "maxout"
  public var units = 64
  public var pieces = 2

  public init() {}

  public init(_ units: Int, pieces: Int = 2) {
    self.units = units
    self.pieces = pieces
  }

  public static let rules: [ParameterRule<Maxout>] = [
    .integer(key, \.units, 1...65536, "units that are the largest of several linear functions"),
    .integer("pieces", \.pieces, 2...64, "linear functions of each unit"),
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    let candidates = try graph.add(DenseOperation(units: units * pieces), to: [edge])
    return try graph.add(MaxoutOperation(pieces: pieces), to: [candidates])
  }
}
