import WinnowCore

/// Long short-term memory over a sequence of steps × inputs.
public typealias LSTM = Recurrent<LSTMCell>
/// Gated recurrent units over a sequence of steps × inputs.
public typealias GRU = Recurrent<GRUCell>
/// Plain recurrent units over a sequence of steps × inputs.
public typealias RNN = Recurrent<PlainCell>

/// Units of one kind of cell over a sequence of steps × inputs.
public struct Recurrent<Cell: RecurrentCell>: Layer {
  public static var key: String { Cell().kind }
  public var units = 32
  public var recurrent = RecurrentSettings()

  public init() {}

  public init(_ units: Int, sequence: Bool = false, mask: Bool = false) {
    self.units = units
    (recurrent.sequence, recurrent.mask) = (sequence, mask)
  }

  public static var rules: [ParameterRule<Recurrent>] {
    [.integer(key, \.units, 1...65536, "units of \(Cell().title) over steps × inputs")]
      + RecurrentSettings.rules.map { $0.lifted(to: \.recurrent) }
  }

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try recurrent.attach(Cell(), units: units, to: &graph, after: edge)
  }
}
