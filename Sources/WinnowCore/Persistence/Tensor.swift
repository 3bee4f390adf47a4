import Foundation

/// Numbers with a shape, row-major: the unit of storage in model files.
public struct Tensor: Sendable, Hashable {
  public enum Values: Sendable, Hashable {
    case float32([Float])
    /// Numbers that lie in a file, or in what was read of it, for models that use them there.
    case float32InPlace(Data)
    case float64([Double])
    case int32([Int32])
    case int64([Int64])
    case uint8([UInt8])
    case uint16([UInt16])

    public var count: Int {
      switch self {
      case .float32(let values): values.count
      case .float32InPlace(let bytes): bytes.count / 4
      case .float64(let values): values.count
      case .int32(let values): values.count
      case .int64(let values): values.count
      case .uint8(let values): values.count
      case .uint16(let values): values.count
      }
    }
  }

  public let shape: [Int]
  public let values: Values

  /// - Precondition: the shape's product is the number of values.
  public init(shape: [Int], _ values: Values) {
    precondition(shape.reduce(1, *) == values.count, "the shape must hold all values")
    self.shape = shape
    self.values = values
  }

  public init(_ values: [Float]) { self.init(shape: [values.count], .float32(values)) }
  public init(_ values: [Double]) { self.init(shape: [values.count], .float64(values)) }
  public init(_ values: [Int32]) { self.init(shape: [values.count], .int32(values)) }
  public init(_ values: [Int64]) { self.init(shape: [values.count], .int64(values)) }
  public init(_ values: [UInt8]) { self.init(shape: [values.count], .uint8(values)) }
  public init(_ values: [UInt16]) { self.init(shape: [values.count], .uint16(values)) }
}
