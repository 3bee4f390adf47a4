import WinnowCore

/// A fully connected layer: y = f(x W + b).
public struct Dense: Layer {
  public static let key = "dense"
  public var units = 64
  public var activation = Activation.relu

  public init() {}

  /// - Parameter activation: applied to each output.
  public init(_ units: Int, activation: Activation = .identity) {
    self.units = units
    self.activation = activation
  }

  public static let rules: [ParameterRule<Dense>] = [
    .integer(key, \.units, 1...65536, "units of a fully connected layer"),
    .choice("activation", \.activation, "function applied to each unit"),
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try graph.add(DenseOperation(units: units, activation: activation), to: [edge])
  }
}
