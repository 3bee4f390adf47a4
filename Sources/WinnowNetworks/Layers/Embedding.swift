import WinnowCore

/// A learnt vector for each whole number below a count, such as a category's.
public struct Embedding: Layer {
  public static let key = "embedding"
  public var width = 8
  public var entries = 2

  public init() {}

  public init(_ width: Int, entries: Int) {
    self.width = width
    self.entries = entries
  }

  public static let rules: [ParameterRule<Embedding>] = [
    .integer(key, \.width, 1...65536, "numbers that stand for each whole number of the input"),
    .integer("entries", \.entries, 2...10_000_000, "whole numbers, 0 … entries − 1, that there are"),
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try graph.add(EmbeddingOperation(entries: entries, width: width), to: [edge])
  }
}
