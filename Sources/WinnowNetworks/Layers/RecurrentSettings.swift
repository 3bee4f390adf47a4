import WinnowCore

/// What the recurrent layers have in common.
public struct RecurrentSettings: RuledParameters {
  public var sequence = false
  public var mask = false

  public init() {}

  public static let rules: [ParameterRule<RecurrentSettings>] = [
    .flag("sequence", \.sequence, "whether the units of all steps go on, and not of the last alone"),
    .flag("mask", \.mask, "whether steps at the end whose inputs are all 0 are left out"),
  ]

  func attach(
    _ cell: any RecurrentCell, units: Int, to graph: inout Graph, after edge: Edge
  ) throws -> Edge {
    let operation = RecurrentOperation(cell, units: units, returnsSequence: sequence)
    let lengths = mask ? [try graph.add(SequenceLengthOperation(), to: [edge])] : []
    return try graph.add(operation, to: [edge] + lengths)
  }
}
