import WinnowCore

/// Long short-term memory over a sequence of steps × inputs.
public struct LSTM: Layer {
  public static let key = "lstm"
  public var units = 32
  public var recurrent = RecurrentSettings()

  public init() {}

  public init(_ units: Int, sequence: Bool = false, mask: Bool = false) {
    self.units = units
    (recurrent.sequence, recurrent.mask) = (sequence, mask)
  }

  public static let rules: [ParameterRule<LSTM>] =
    [.integer(key, \.units, 1...65536, "units of a long short-term memory over steps × inputs")]
    + RecurrentSettings.rules.map { $0.lifted(to: \.recurrent) }

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try recurrent.attach(LSTMCell(), units: units, to: &graph, after: edge)
  }
}
