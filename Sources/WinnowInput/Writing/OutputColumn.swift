import WinnowCore

/// A named column to be written.
public struct OutputColumn: Sendable, Hashable {
  public enum Values: Sendable, Hashable {
    case float([Float])
    case real([Double])
    case integer([Int64])
    case byte([UInt8])
    case text([String])

    public var count: Int {
      switch self {
      case .float(let values): values.count
      case .real(let values): values.count
      case .integer(let values): values.count
      case .byte(let values): values.count
      case .text(let values): values.count
      }
    }
  }

  public let name: String
  public let values: Values

  public init(_ name: String, _ values: Values) {
    self.name = name
    self.values = values
  }

  public init(_ name: String, _ values: [Float]) { self.init(name, .float(values)) }

  /// A spectator in its own type.
  public init(_ spectator: Spectator) {
    name = spectator.name
    values = switch spectator.values {
    case .real(let values): .real(values)
    case .integer(let values): .integer(values)
    case .text(let values): .text(values)
    }
  }
}
