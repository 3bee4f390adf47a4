/// The dimensions of one event's tensor. In memory the batch comes first: a tensor of shape
/// d₁ × d₂ × … for n events is n × d₁ × d₂ × …, row-major.
public struct Shape: Sendable, Hashable, CustomStringConvertible {
  public let dimensions: [Int]

  /// - Precondition: positive dimensions.
  public init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 > 0 }, "positive dimensions")
    self.dimensions = dimensions
  }

  public init(_ dimensions: Int...) { self.init(dimensions) }

  /// One number per event.
  public static let scalar = Shape(1)

  /// How many numbers one event has.
  public var count: Int { dimensions.reduce(1, *) }

  /// How far apart neighbours along an axis lie in memory.
  func stride(_ axis: Int) -> Int {
    var stride = 1
    for later in axis + 1..<max(axis + 1, dimensions.count) { stride *= dimensions[later] }
    return stride
  }

  public var description: String { dimensions.map(String.init).joined(separator: " × ") }
}
