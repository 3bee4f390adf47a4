/// Events to boost on: values by feature, one target and one weight each.
public struct BoostingSample: Sendable {
  /// `columns[feature][event]`; NaN is a missing value.
  public let columns: [[Float]]
  public let targets: [Float]
  public let weights: [Double]

  public var count: Int { targets.count }

  public init(columns: [[Float]], targets: [Float], weights: [Double]) {
    precondition(columns.allSatisfy { $0.count == targets.count } && weights.count == targets.count)
    self.columns = columns
    self.targets = targets
    self.weights = weights
  }

  /// Without the events of weight 0, which thereby count as absent.
  func droppingWeightless() -> BoostingSample {
    if !weights.contains(0) { return self }
    let kept = weights.indices.filter { weights[$0] != 0 }
    return BoostingSample(
      columns: columns.map { column in kept.map { column[$0] } },
      targets: kept.map { targets[$0] }, weights: kept.map { weights[$0] })
  }
}
