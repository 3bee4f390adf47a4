import WinnowCore

/// Gated recurrent units over a sequence of steps × inputs.
public struct GRU: Layer {
  public static let key = "gru"
  public var units = 32
  public var recurrent = RecurrentSettings()

  public init() {}

  public init(_ units: Int, sequence: Bool = false, mask: Bool = false) {
    self.units = units
    (recurrent.sequence, recurrent.mask) = (sequence, mask)
  }

  public static let rules: [ParameterRule<GRU>] =
    [.integer(key, \.units, 1...65536, "units of a gated recurrent layer over steps × inputs")]
    + RecurrentSettings.rules.map { $0.lifted(to: \.recurrent) }

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try recurrent.attach(GRUCell(), units: units, to: &graph, after: edge)
  }
}
