import WinnowCore

/// A building block of a network: adds its nodes to a graph. In an analysis file it is a table whose
/// first key names it, such as `{dense: 128, activation: relu}`; the rules say which keys it has.
///
/// A new layer is one file and one line in `LayerCatalog`.
public protocol Layer: RuledParameters {
  /// The key that names the layer, and the name of its first rule.
  static var key: String { get }

  /// Adds the layer after an edge and returns its output.
  func attach(to graph: inout Graph, after edge: Edge) throws -> Edge
}
