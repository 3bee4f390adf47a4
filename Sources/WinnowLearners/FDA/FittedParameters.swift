import Foundation

/// Values, errors and correlations of fitted parameters, in words for the report.
struct FittedParameters {
  let names: [String]
  let values: [Double]
  /// Row-major; NaN where there is none.
  let covariance: [Double]

  /// Pairs that are worth a word.
  private static let strongCorrelation = 0.1
  private static let pairsNamed = 15

  func error(_ index: Int) -> Double { covariance[index * (names.count + 1)].squareRoot() }

  func correlation(_ i: Int, _ j: Int) -> Double {
    covariance[i * names.count + j] / (error(i) * error(j))
  }

  func sentences(of output: String) -> [String] {
    let fitted = names.indices.map { index in
      error(index).isFinite
        ? "\(names[index]) = \(Self.text(values[index])) ± \(Self.text(error(index)))"
        : "\(names[index]) = \(Self.text(values[index])) (at an end of its range, or not fixed by the "
          + "events)"
    }
    let pairs = names.indices.flatMap { i in
      names.indices[(i + 1)...].map { (i, $0, correlation(i, $0)) }
    }.filter { abs($0.2) >= Self.strongCorrelation }.sorted { abs($0.2) > abs($1.2) }
    let correlations = pairs.prefix(Self.pairsNamed).map { i, j, value in
      "\(names[i]) and \(names[j]) \(String(format: "%.2f", value))"
    }
    return ["\(output): " + fitted.joined(separator: ", ")]
      + (correlations.isEmpty
        ? [] : ["\(output): correlation of " + correlations.joined(separator: ", ")])
  }

  private static func text(_ value: Double) -> String { String(format: "%.5g", value) }
}
