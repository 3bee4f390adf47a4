import WinnowCore

/// Densities of one family with parameters event by event.
public struct DensityColumns: Sendable {
  public let family: any DensityFamily
  /// `values[parameter][event]`.
  public let values: [[Float]]

  /// - Throws: `badData` for an unknown family or another number of parameters.
  public init(_ prediction: DensityPrediction) throws {
    guard let family = Self.family(prediction), family.parameters.count == prediction.values.count
    else {
      throw WinnowError(
        .badData, "the density “\(prediction.family)” with \(prediction.values.count) parameters is "
          + "unknown")
    }
    self.family = family
    values = prediction.values
  }

  private static func family(_ prediction: DensityPrediction) -> (any DensityFamily)? {
    guard prediction.family == QuantileDensity.name else {
      return DensityCatalog.families.first { $0.name == prediction.family }
    }
    let levels = prediction.parameters.compactMap(QuantileDensity.level)
    let isRising = zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 }
    return 2...8 ~= levels.count && isRising ? QuantileDensity(levels: levels) : nil
  }

  public var count: Int { values[0].count }

  @inline(__always)
  public func theta(_ event: Int) -> ParameterValues {
    var theta = ParameterValues()
    for k in values.indices { theta[k] = Double(values[k][event]) }
    return theta
  }
}

extension DensityFamily {
  /// The value that stands for a density.
  func point(_ kind: DensityPoint, at theta: ParameterValues) -> Double {
    switch kind {
    case .median: return quantile(0.5, at: theta)
    case .mode: return mode(at: theta)
    case .mean:
      let mean = mean(at: theta)
      return mean.isFinite ? mean : quantile(0.5, at: theta)
    }
  }
}

extension DensityColumns {
  /// The value that stands for each density, in the order of the events.
  public func points(_ kind: DensityPoint, threads: Int) -> [Float] {
    map(threads: threads) { Float(family.point(kind, at: theta($0))) }
  }
}
