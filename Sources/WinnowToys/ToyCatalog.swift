import WinnowCore

/// All toys, one line each.
public enum ToyCatalog {
  public static let all: [any Toy.Type] = [
    GaussToy.self,
    LinearToy.self,
    PlaneToy.self,
    HiggsToy.self,
    CalorimeterToy.self,
  ]

  /// A toy by name, with options from the command line or a file.
  /// - Throws: `badConfiguration` for an unknown toy or option, with the nearest spelling.
  public static func toy(named name: String, options: Setting = Setting(.null)) throws -> any Toy {
    guard let type = all.first(where: { $0.identifier == name }) else {
      throw WinnowError(
        .badConfiguration,
        "there is no toy “\(name)”" + Spelling.hint(for: name, in: all.map { $0.identifier }))
    }
    return try type.init(reading: options)
  }
}
