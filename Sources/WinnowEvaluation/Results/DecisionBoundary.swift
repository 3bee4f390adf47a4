/// A plane of two variables with some of its events, on which the boundaries of all methods are drawn.
public struct DecisionPlane: Sendable, Hashable, Codable {
  public struct Axis: Sendable, Hashable, Codable {
    public var name: String
    public var title: String?
    public var unit: String?
    /// From the quantile 1 % to 99 % of the test events.
    public var low: Double
    public var high: Double
  }

  public var x: Axis
  public var y: Axis
  /// The variables that are held at their medians.
  public var others: [String]
  /// A fixed number of test events per class, (x, y) each.
  public var signal: [[Double]]
  public var background: [[Double]]
}

/// Where the response of a method, and the signal probability that it means, are constant in a plane.
public struct DecisionBoundary: Sendable, Hashable, Codable {
  public struct Contour: Sendable, Hashable, Codable {
    /// The response, or the signal probability.
    public var level: Double
    /// The background efficiency of the cut at that response; nil for a probability.
    public var background: Double?
    public var lines: [ContourLine]
  }

  /// Names of the variables of the plane.
  public var x: String
  public var y: String
  public var response: [Contour]
  public var probability: [Contour]
}

/// A line through points (x, y).
public struct ContourLine: Sendable, Hashable, Codable {
  public var points: [[Double]]
}
