import WinnowCore
import WinnowDensities

/// Which density is learnt and what is told of it; shared by the density methods.
public struct DensitySettings: RuledParameters, Hashable {
  /// A name of `DensityCatalog`, or “quantiles” where the method knows them.
  public var density = DoubleCrystalBallDensity().name
  public var point = DensityPoint.median
  public var quantiles = [0.16, 0.84]

  public init() {}

  public var isQuantiles: Bool { density == QuantileDensity.name }

  /// - Throws: `badConfiguration` for a name that is no family.
  func family() throws -> any DensityFamily { try DensityCatalog.family(named: density) }

  public static var rules: [ParameterRule<DensitySettings>] {
    densityRule(DensityCatalog.names) + shared
  }

  /// With the quantiles as another density.
  static var rulesWithQuantiles: [ParameterRule<DensitySettings>] {
    densityRule(DensityCatalog.names + [QuantileDensity.name]) + shared
  }

  private static func densityRule(_ words: [String]) -> [ParameterRule<DensitySettings>] {
    [
      ParameterRule(
        "density", range: words.joined(separator: " | "),
        "the density of the target whose parameters are functions of the inputs",
        invalid: "no such word",
        read: { settings, setting in
          let word = try setting.text()
          guard words.contains(word) else {
            throw WinnowError(
              .badConfiguration, "has no choice “\(word)”" + Spelling.hint(for: word, in: words),
              at: setting.location)
          }
          settings.density = word
        },
        write: { Setting(.text($0.density)) })
    ]
  }

  private static var shared: [ParameterRule<DensitySettings>] {
    [
      .choice(
        "point", \.point,
        "the corrected value: mean, median or mode of the density; a density without a mean gives its "
          + "median"),
      ParameterRule(
        "quantiles", range: "up to 5 numbers between 0 and 1, rising",
        "quantiles written beside the corrected value; for density: quantiles those learnt, too",
        invalid: [1.5],
        read: { settings, setting in
          let levels = try setting.listOrSingle().map { try $0.real() }
          let isRising = zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 }
          guard levels.count <= 5, isRising, levels.allSatisfy({ $0 > 0 && $0 < 1 }) else {
            throw setting.mismatch("up to 5 rising numbers between 0 and 1")
          }
          settings.quantiles = levels
        },
        write: { Setting(.list($0.quantiles.map { Setting(.real($0)) })) }),
    ]
  }

  /// Those asked for, and those that the corrected value and its uncertainty need where none is near.
  var learntQuantiles: [Double] {
    let needed = [0.1585, 0.5, 0.8415].filter { level in
      !quantiles.contains { abs($0 - level) < 0.01 }
    }
    return (quantiles + needed).sorted()
  }
}
