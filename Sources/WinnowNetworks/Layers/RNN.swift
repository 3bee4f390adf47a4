import WinnowCore

/// Plain recurrent units over a sequence of steps × inputs.
public struct RNN: Layer {
  public static let key = "rnn"
  public var units = 32
  public var recurrent = RecurrentSettings()

  public init() {}

  public init(_ units: Int, sequence: Bool = false, mask: Bool = false) {
    self.units = units
    (recurrent.sequence, recurrent.mask) = (sequence, mask)
  }

  public static let rules: [ParameterRule<RNN>] =
    [.integer(key, \.units, 1...65536, "units of a plain recurrent layer over steps × inputs")]
    + RecurrentSettings.rules.map { $0.lifted(to: \.recurrent) }

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try recurrent.attach(PlainCell(), units: units, to: &graph, after: edge)
  }
}
