import WinnowCore

/// A quantity in whose bins deviations are looked at: the target, a spectator or an input.
public struct ProfileQuantity: Sendable {
  public enum Role: String, Sendable, Hashable, Codable { case target, spectator, variable }

  public let name: String
  public let unit: String?
  public let role: Role
  public let values: [Double]

  public init(_ name: String, unit: String? = nil, role: Role, values: [Double]) {
    self.name = name
    self.unit = unit
    self.role = role
    self.values = values
  }

  /// The targets, the spectators that are numbers, and the inputs of a sample.
  public static func all(of sample: Sample, units: [String: String] = [:]) -> [ProfileQuantity] {
    var quantities: [ProfileQuantity] = []
    if case .targets(let names, let values) = sample.truth {
      quantities += zip(names, values).map {
        ProfileQuantity($0, unit: units[$0], role: .target, values: $1.map(Double.init))
      }
    }
    quantities += sample.spectators.compactMap { spectator in
      spectator.values.reals.map {
        ProfileQuantity(spectator.name, role: .spectator, values: $0)
      }
    }
    return quantities
      + zip(sample.schema.features, sample.columns).map { feature, column in
        ProfileQuantity(
          feature.name, unit: feature.unit, role: .variable, values: column.map(Double.init))
      }
  }
}

extension Spectator.Values {
  /// The values as numbers; nil for text.
  public var reals: [Double]? {
    switch self {
    case .real(let values): values
    case .integer(let values): values.map(Double.init)
    case .text: nil
    }
  }
}

/// The events in each bin of a quantity, found once for all methods.
public struct ProfileBins: Sendable {
  public let quantity: ProfileQuantity
  let edges: [Double]
  /// The events of each bin.
  let rows: [[Int]]
  /// The mean of the quantity in each bin.
  let means: [Double]

  /// - Returns: nil where the values do not differ.
  /// - Complexity: O(n log n).
  public init?(_ quantity: ProfileQuantity, weights: [Double], bins: Int) {
    guard let binning = try? SpectatorBins(
      quantity.values, weights: weights, name: quantity.name, count: bins)
    else { return nil }
    var rows = [[Int]](repeating: [], count: binning.count)
    for (row, value) in quantity.values.enumerated() where weights[row] != 0 {
      if let bin = binning.bin(of: value) { rows[bin].append(row) }
    }
    self.quantity = quantity
    self.rows = rows
    edges = binning.edges
    means = rows.map { rows in
      let sum = rows.reduce(0) { $0 + weights[$1] }
      return sum > 0 ? rows.reduce(0) { $0 + weights[$1] * quantity.values[$1] } / sum : .nan
    }
  }
}

/// Bias and resolution of a method in bins of a quantity. All arrays have one entry per bin, `edges` one
/// more.
public struct DeviationProfile: Sendable, Hashable, Codable {
  public var quantity: String
  public var unit: String?
  public var role: ProfileQuantity.Role
  public var edges: [Double]
  /// The mean of the quantity in each bin; without an error.
  public var centers: [Measured]
  public var bias: [Measured]
  public var rms: [Measured]
  public var sigmaEff: [Measured]
  /// n_eff = (Σw)²/Σw².
  public var effective: [Double]

  /// - Complexity: O(n log n).
  public init(_ deviations: Deviations, in bins: ProfileBins) {
    quantity = bins.quantity.name
    unit = bins.quantity.unit
    role = bins.quantity.role
    edges = bins.edges
    centers = bins.means.map { Measured($0, 0) }
    let parts = bins.rows.map { deviations.selecting($0) }
    bias = parts.map { $0?.bias.measured ?? .undefined }
    rms = parts.map { $0?.rms.measured ?? .undefined }
    sigmaEff = parts.map { $0?.effectiveWidth.measured ?? .undefined }
    effective = parts.map { $0?.total.effective ?? 0 }
  }
}
