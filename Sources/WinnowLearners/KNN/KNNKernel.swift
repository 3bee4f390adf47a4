import Foundation
import WinnowKernels

/// How a neighbour's vote falls with its distance d.
public enum KNNKernel: String, Sendable, CaseIterable {
  /// 1 for each of the k neighbours.
  case uniform
  /// (1 − (d/r)³)³ with r the distance of the (k + 1)-th neighbour, so that the k-th still counts;
  /// 1 where all k are as far as that. As TMVA's `Poln`, which takes r from the k-th.
  case polynomial
  /// exp(−d² / 2σ²) with σ = width · √(Σd² / (k D)) over the k neighbours in D inputs; 1 where all
  /// distances are 0. As TMVA's `Gaus` with one σ for all inputs, which are scaled already.
  case gaussian

  /// Neighbours that must be known beyond the k that vote.
  var surplus: Int { self == .polynomial ? 1 : 0 }

  /// Votes of the first k neighbours of a row that is ordered by distance.
  ///
  /// - Parameters:
  ///   - row: k + `surplus` neighbours.
  ///   - votes: k numbers in [0, 1].
  package func vote(
    _ row: ArraySlice<Neighbour>, dimensions: Int, width: Double, into votes: inout [Double]
  ) {
    switch self {
    case .uniform:
      for i in votes.indices { votes[i] = 1 }
    case .polynomial:
      let first = row.startIndex
      polynomial(row, nearest: row[first].squaredDistance, into: &votes)
    case .gaussian:
      gaussian(row, perInput: Double(dimensions), width, into: &votes)
    }
  }

  private func polynomial(
    _ row: ArraySlice<Neighbour>, nearest: Double, into votes: inout [Double]
  ) {
    let radius = row[row.startIndex + votes.count].squaredDistance
    for i in votes.indices {
      let ratio = nearest < radius ? row[row.startIndex + i].squaredDistance / radius : 0
      let rest = 1 - ratio * ratio.squareRoot()
      votes[i] = rest * rest * rest
    }
  }

  private func gaussian(
    _ row: ArraySlice<Neighbour>, perInput dimensions: Double, _ width: Double,
    into votes: inout [Double]
  ) {
    let sum = row.reduce(0) { $0 + $1.squaredDistance }
    let variance = width * width * sum / (Double(votes.count) * dimensions)
    for i in votes.indices {
      votes[i] = variance > 0 ? exp(-row[row.startIndex + i].squaredDistance / (2 * variance)) : 1
    }
  }
}
