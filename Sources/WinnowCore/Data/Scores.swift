/// What a model says of events: `values[output][event]`.
///
/// A two-class model has one output, larger for events more like signal. A multiclass model has one
/// per class, a regression one per target.
public struct Scores: Sendable, Hashable {
  public let outputs: [String]
  public let values: [[Float]]

  public init(outputs: [String], values: [[Float]]) {
    precondition(outputs.count == values.count, "one column per output")
    self.outputs = outputs
    self.values = values
  }

  /// The scores of a two-class model.
  public init(response: [Float]) { self.init(outputs: ["response"], values: [response]) }

  /// The first output: the response of a two-class model.
  public var response: [Float] { values[0] }
}
