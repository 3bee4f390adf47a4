import WinnowMath

/// How finely the functions of one input are resolved, alone and together with others.
public struct InputGrids: Sendable {
  /// By number of inputs of a term: splines for terms of one, of two and of three.
  let grids: [KnotVector]
  /// Rising edges between the cells of a screening.
  let edges: [Float]

  /// Cells of an input alone; pairs have half as many, triples a third, on each side.
  static let cells = 12
  static let missing: UInt8 = 255

  /// - Parameters:
  ///   - column: NaN is a missing value.
  ///   - events: the effective number of events; more of them allow finer grids.
  public init(_ column: [Float], weights: [Double], events: Double) {
    let known = column.indices.filter { !column[$0].isNaN }
    let values = known.count == column.count ? column : known.map { column[$0] }
    let weights = known.count == column.count ? weights : known.map { weights[$0] }
    let quantiles = events > 50_000 ? [12, 3, 1] : events > 10_000 ? [8, 2, 1] : [4, 1, 0]
    grids = quantiles.map {
      KnotVector(values, weights: weights, degree: 3, quantiles: $0, steps: $0 / 2)
    }
    let distribution = WeightedDistribution(values, weights: weights.map(abs))
    var edges: [Float] = []
    for k in 1..<Self.cells {
      let edge = distribution.map { Float($0.quantile(Double(k) / Double(Self.cells))) } ?? 0
      if edge > edges.last ?? -.infinity { edges.append(edge) }
    }
    self.edges = edges
  }

  /// The cell of each event: how many edges lie below its value.
  func cells(of column: [Float]) -> [UInt8] {
    column.map { x in
      if x.isNaN { return Self.missing }
      var cell: UInt8 = 0
      for edge in edges where x > edge { cell += 1 }
      return cell
    }
  }
}
