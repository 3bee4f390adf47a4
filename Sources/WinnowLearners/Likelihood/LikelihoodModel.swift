import Foundation
import WinnowCore
import WinnowMath

/// A trained `Likelihood`: a density for each input and class.
public struct LikelihoodModel: Model {
  public let schema: Schema
  public let record = TrainingRecord()
  let parameters: LikelihoodParameters
  let classNames: [String]
  /// `[class][input]`.
  package let curves: [[DensityCurve]]

  /// - Throws: `badConfiguration` for a transformed output of several classes.
  init(
    schema: Schema, parameters: LikelihoodParameters, classNames: [String],
    curves: [[DensityCurve]]
  ) throws {
    guard classNames.count == 2 || !parameters.transformOutput else {
      throw WinnowError(
        .badConfiguration, "Likelihood.transform_output is for two classes; there are "
          + "\(classNames.count)")
    }
    self.schema = schema
    self.parameters = parameters
    self.classNames = classNames
    self.curves = curves
  }

  /// - Throws: `badData` for an input that is not a number.
  /// - Complexity: O(events × classes × inputs × log points).
  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    for (name, column) in zip(schema.names, sample.columns) {
      if let row = column.firstIndex(where: \.isNaN) {
        throw WinnowError(.badData, "the input “\(name)” is missing in event \(row + 1)")
      }
    }
    let logarithms = curves.map { curves in
      chunkedMap(sample.count, threads: threads) { events in
        events.map { logLikelihood(curves, of: sample, event: $0) }
      }.flatMap(\.self)
    }
    if classNames.count == 2 {
      return Scores(response: zip(logarithms[0], logarithms[1]).map { response($0 - $1) })
    }
    return Scores(outputs: classNames, values: Self.shares(logarithms))
  }

  private func logLikelihood(_ curves: [DensityCurve], of sample: Sample, event: Int) -> Double {
    var sum = 0.0
    for (curve, column) in zip(curves, sample.columns) { sum += log(curve(Double(column[event]))) }
    return sum
  }

  /// r = L_S/(L_S + L_B), or −ln(1/r − 1)/15 = (ln L_S − ln L_B)/15, from ln L_S − ln L_B.
  private func response(_ difference: Double) -> Float {
    Float(parameters.transformOutput ? difference / 15 : 1 / (1 + exp(-difference)))
  }

  /// L_c / Σ L of each class, with the largest set to 1 so that nothing overflows.
  private static func shares(_ logarithms: [[Double]]) -> [[Float]] {
    var values = logarithms.map { $0.map { _ in Float(0) } }
    for event in logarithms[0].indices {
      let largest = logarithms.reduce(-Double.infinity) { max($0, $1[event]) }
      let likelihoods = logarithms.map { exp($0[event] - largest) }
      let sum = likelihoods.reduce(0, +)
      for (index, likelihood) in likelihoods.enumerated() {
        values[index][event] = Float(likelihood / sum)
      }
    }
    return values
  }
}
