/// One input variable.
public struct Feature: Sendable, Hashable, Codable {
  /// Unique name; the column is matched by it when a model is applied.
  public let name: String
  /// The expression over the file's columns that gives the value; the name itself for a plain column.
  public let expression: String
  /// What plots write on the axis; nil means the name.
  public let title: String?
  public let unit: String?

  public init(
    _ name: String, expression: String? = nil, title: String? = nil, unit: String? = nil
  ) {
    self.name = name
    self.expression = expression ?? name
    self.title = title
    self.unit = unit
  }
}

/// The input variables of a sample or a model, in order. Names are unique.
public struct Schema: Sendable, Hashable, Codable {
  public let features: [Feature]

  public init(_ features: [Feature]) {
    precondition(Set(features.map(\.name)).count == features.count, "feature names must be unique")
    self.features = features
  }

  public init(names: [String]) { self.init(names.map { Feature($0) }) }

  public var names: [String] { features.map(\.name) }
  public var count: Int { features.count }
  public func index(of name: String) -> Int? { features.firstIndex { $0.name == name } }
}
