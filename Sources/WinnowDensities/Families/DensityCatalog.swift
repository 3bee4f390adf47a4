import WinnowCore

/// All families. A new one is a file here and a line below.
public enum DensityCatalog {
  public static let families: [any DensityFamily] = [
    GaussianDensity(),
    BifurcatedGaussianDensity(),
    StudentDensity(),
    CrystalBallDensity(),
    DoubleCrystalBallDensity(),
    LogNormalDensity(),
  ]

  public static var names: [String] { families.map(\.name) }

  /// - Throws: `badConfiguration` with the nearest name.
  public static func family(named name: String) throws -> any DensityFamily {
    guard let family = families.first(where: { $0.name == name }) else {
      throw WinnowError(
        .badConfiguration, "there is no density “\(name)”" + Spelling.hint(for: name, in: names))
    }
    return family
  }
}
