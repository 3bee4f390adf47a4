/// A figure with its statistical error.
public struct Measured: Sendable, Hashable {
  public let value: Double
  /// One standard deviation.
  public let error: Double

  public init(_ value: Double, _ error: Double) {
    self.value = value
    self.error = error
  }

  /// What cannot be given, such as an efficiency without events.
  public static let undefined = Measured(.nan, .nan)
  public var isDefined: Bool { value.isFinite }
}

/// JSON knows no NaN: what is undefined is written as null.
extension Measured: Codable {
  private enum CodingKeys: String, CodingKey { case value, error }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    value = try container.decodeIfPresent(Double.self, forKey: .value) ?? .nan
    error = try container.decodeIfPresent(Double.self, forKey: .error) ?? .nan
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value.isFinite ? value : nil, forKey: .value)
    try container.encode(error.isFinite ? error : nil, forKey: .error)
  }
}
