import WinnowCore

/// Layers one after the other.
///
///     let layers = Sequential {
///       Dense(64, activation: .relu)
///       Dropout(0.2)
///       Dense(1)
///     }
public struct Sequential: Sendable {
  public var layers: [any Layer]

  public init(_ layers: [any Layer]) { self.layers = layers }
  public init(@LayerList _ layers: () -> [any Layer]) { self.layers = layers() }

  /// Adds all layers after an edge and returns the output of the last.
  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    var last = edge
    for layer in layers { last = try layer.attach(to: &graph, after: last) }
    return last
  }
}

/// Makes the list inside `Sequential { … }`.
@resultBuilder
public enum LayerList {
  public static func buildExpression(_ layer: any Layer) -> [any Layer] { [layer] }
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap { $0 } }
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap { $0 } }
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }
  public static func buildEither(first part: [any Layer]) -> [any Layer] { part }
  public static func buildEither(second part: [any Layer]) -> [any Layer] { part }
}
