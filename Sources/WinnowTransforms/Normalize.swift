import WinnowCore

/// TMVA's N: x′ = 2 (x − min)/(max − min) − 1 with the extremes of the training sample.
///
/// The extremes know no weights, except that events of weight 0 do not count. Values outside the
/// training range are extrapolated beyond ±1.
public struct Normalize: VariableTransform {
  public static let identifier = "normalize"
  public static let letter: String? = "N"
  public static let summary = "to [−1, 1] by the extremes of the training sample"

  public let parameters: NoParameters

  public init(_ parameters: NoParameters = NoParameters()) { self.parameters = parameters }

  /// - Throws: `badData` for a variable that is constant, infinite or always missing.
  public func fit(to training: Sample) throws -> AffineColumns {
    var centres: [Double] = [], scales: [Double] = []
    for j in training.columns.indices {
      let values = try TrainingColumn(j, of: training).values
      let low = Double(values.reduce(.infinity, min)), high = Double(values.reduce(-.infinity, max))
      centres.append((low + high) / 2)
      scales.append(2 / (high - low))
    }
    return AffineColumns(training.schema, centres: centres, scales: scales)
  }
}
