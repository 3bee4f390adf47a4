import WinnowCore
import WinnowMath

/// Inputs made comparable: u_j = (x_j − centre_j) / width_j, and z = M u where M is not the identity.
/// Distances are Euclidean in u or z.
package struct KNNScaling: Sendable, Hashable {
  package let centres: [Double]
  package let widths: [Double]
  /// M, row by row; empty where it is the identity.
  package let mixing: [[Double]]

  /// Learns the scale from events of non-zero weight.
  ///
  /// - Throws: `badData` naming an input whose width is not positive, and for a covariance that is not
  ///   positive definite.
  package init(_ scale: KNNScale, fraction: Double = 1, of sample: Sample) throws {
    let names = sample.schema.names
    switch scale {
    case .none:
      self.init(names.map { _ in (0, 1) }, mixing: [])
    case .deviation:
      let intervals = sample.columns.map { Self.deviation($0, sample.weights) }
      try self.init(intervals, named: names, scale)
    case .interval:
      let rows = sample.weights.indices.filter { sample.weights[$0] != 0 }
      let intervals = sample.columns.map { Self.centralInterval($0, rows, fraction) }
      try self.init(intervals, named: names, scale)
    case .mahalanobis:
      self = try Self.mahalanobis(sample)
    }
  }

  init(_ intervals: [(centre: Double, width: Double)], mixing: [[Double]]) {
    centres = intervals.map(\.centre)
    widths = intervals.map(\.width)
    self.mixing = mixing
  }

  init(
    _ intervals: [(centre: Double, width: Double)], named names: [String], _ scale: KNNScale
  ) throws {
    for (name, width) in zip(names, intervals.map(\.width)) where !(width > 0 && width.isFinite) {
      throw WinnowError(
        .badData,
        "the input “\(name)” cannot be scaled: its \(scale.rawValue) is \(width); remove the input "
          + "or choose another scale")
    }
    self.init(intervals, mixing: [])
  }

  /// The same with each coordinate of the distance multiplied.
  ///
  /// - Precondition: one positive factor per input.
  package func multiplied(by factors: [Double]) -> KNNScaling {
    precondition(factors.count == centres.count, "one factor per input")
    if !mixing.isEmpty {
      let rows = zip(mixing, factors).map { row, factor in row.map { $0 * factor } }
      return KNNScaling(Array(zip(centres, widths)), mixing: rows)
    }
    return KNNScaling(Array(zip(centres, zip(widths, factors).map { $0 / $1 })), mixing: [])
  }

  /// - Throws: `badData` naming an input and event without a finite scaled value.
  func apply(to sample: Sample) throws -> [[Float]] {
    let plain = sample.columns.enumerated().map { j, column in
      column.map { (Double($0) - centres[j]) / widths[j] }
    }
    for (j, column) in plain.enumerated() {
      guard let row = column.firstIndex(where: { !Float($0).isFinite }) else { continue }
      throw WinnowError(
        .badData,
        "distances need finite inputs; “\(sample.schema.names[j])” is \(sample.columns[j][row]) in "
          + "event \(row + 1)")
    }
    return mixing.isEmpty ? plain.map { $0.map { Float($0) } } : try mixed(plain)
  }

  private func mixed(_ columns: [[Double]]) throws -> [[Float]] {
    let mixed = mixing.map { row in
      columns[0].indices.map { event in
        var sum = 0.0
        for j in row.indices { sum += row[j] * columns[j][event] }
        return Float(sum)
      }
    }
    guard mixed.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw WinnowError(.badData, "inputs too large for a Mahalanobis distance in single precision")
    }
    return mixed
  }
}

extension KNNScaling {
  /// - Throws: `badData` for centres, widths and factors that do not fit.
  init(from archive: Archive, inputs: Int) throws {
    centres = try archive.float64("centres", shape: [inputs])
    widths = try archive.float64("widths", shape: [inputs])
    let flat = archive.tensors["mixing"] == nil
      ? [] : try archive.float64("mixing", shape: [inputs, inputs])
    mixing = stride(from: 0, to: flat.count, by: max(1, inputs)).map { Array(flat[$0..<$0 + inputs]) }
    guard (centres + flat).allSatisfy(\.isFinite), widths.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw WinnowError(.badData, "the scales of the model are not positive and finite")
    }
  }

  /// Tensors `centres` and `widths`, and `mixing` [inputs, inputs] where there is one; float64.
  func store(in archive: inout Archive) {
    archive.store("centres", Tensor(centres))
    archive.store("widths", Tensor(widths))
    if mixing.isEmpty { return }
    archive.store(
      "mixing", Tensor(shape: [centres.count, centres.count], .float64(mixing.flatMap { $0 })))
  }
}
