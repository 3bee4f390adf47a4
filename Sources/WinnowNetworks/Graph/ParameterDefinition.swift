/// A tensor that an operation learns or keeps.
public struct ParameterDefinition: Sendable {
  public enum Role: Sendable {
    /// Learnt, and pulled towards 0 by L2 regularisation and weight decay.
    case weight
    /// Learnt, and left alone by regularisation.
    case offset
    /// Not learnt by gradient; the operation itself keeps it up to date.
    case state
  }

  public let name: String
  public let shape: Shape
  public let role: Role
  public let initializer: any Initializer
  /// What a stored value may be; all finite numbers by default.
  public let allowed: ClosedRange<Float>

  public static let finite = -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude

  public init(
    _ name: String, _ shape: Shape, _ role: Role, _ initializer: any Initializer,
    allowed: ClosedRange<Float> = finite
  ) {
    self.allowed = allowed
    self.name = name
    self.shape = shape
    self.role = role
    self.initializer = initializer
  }
}

/// Where a parameter of a graph lies among all of them.
public struct ParameterSlot: Sendable {
  /// `node/parameter`, unique in the graph.
  public let name: String
  public let definition: ParameterDefinition
  /// Places in the graph's parameter memory; starts on a cache line.
  public let range: Range<Int>
}
