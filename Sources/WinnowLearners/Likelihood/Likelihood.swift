import WinnowCore
import WinnowMath

/// The projective likelihood ratio: inputs are taken as independent within each class,
///
/// y(x) = L_S / (L_S + L_B),  L_c(x) = Π_j p_c,j(x_j),
///
/// with one-dimensional densities p from the training events: histograms or kernel estimates. With
/// several classes there is one output L_c / Σ L for each. The best possible method where inputs are
/// independent; decorrelating transforms help where they are not.
///
/// Densities have a floor (`DensityCurve`), so that no single input decides by its tails alone.
public struct Likelihood: Learner {
  public static let identifier = "Likelihood"
  public static let summary = "ratio of products of one-dimensional densities"
  public static let traits = LearnerTraits(
    tasks: [.classification, .multiclass],
    negativeWeights: "Densities are sums of the signed weights; where they come out negative they "
      + "count as 0.")

  public let parameters: LikelihoodParameters

  public init(_ parameters: LikelihoodParameters = LikelihoodParameters()) {
    self.parameters = parameters
  }

  /// - Throws: `badData` without classes, for an input that is constant or not finite, and for a
  ///   class without positive weight; `badConfiguration` for a transformed output of several classes,
  ///   and for neighbours with histograms or adaptive kernels or more of them than a class has events;
  ///   `interrupted`.
  /// - Complexity: O(N d), and 10⁶ d for kernel estimates.
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> LikelihoodModel {
    try context.checkCancelled()
    guard case .classes(let names, let labels) = training.truth, names.count >= 2 else {
      throw WinnowError(.badData, "a likelihood ratio needs events of known classes")
    }
    try checkNeighbors()
    let rows = names.indices.map { index in
      labels.indices.filter { Int(labels[$0]) == index && training.weights[$0] != 0 }
    }
    try Self.checkWeights(of: training, names, rows)
    let ranges = try training.schema.names.indices.map {
      try Self.range(ofInput: $0, in: training, rows)
    }
    let inputs = training.schema.count
    let curves = chunkedMap(names.count * inputs, chunk: 1, threads: context.threads) { place in
      let index = place.lowerBound
      return Result {
        try Self.values(ofInput: index % inputs, ranges, rows[index / inputs], training)
          .curve(parameters)
      }
    }
    let found = try curves.enumerated().map { place, curve in
      if let curve = try curve.get() { return curve }
      throw Self.noDensity(training.schema.names[place % inputs], names[place / inputs])
    }
    context.progress.advance(step: 1, total: 1, events: training.count, note: "")
    return try LikelihoodModel(
      schema: training.schema, parameters: parameters, classNames: names,
      curves: names.indices.map { Array(found[$0 * inputs..<($0 + 1) * inputs]) })
  }

  private func checkNeighbors() throws {
    guard parameters.neighbors == 0 || (parameters.density == .kernel && !parameters.adaptive) else {
      throw WinnowError(
        .badConfiguration,
        "Likelihood.neighbors sets the width of kernels: it needs density: kernel and adaptive: false")
    }
  }

  private static func noDensity(_ input: String, _ name: String) -> WinnowError {
    WinnowError(
      .badData, "negative weights leave no density of the input “\(input)” in the class “\(name)”")
  }

  private static func checkWeights(of training: Sample, _ names: [String], _ rows: [[Int]]) throws {
    for (name, rows) in zip(names, rows) {
      let sum = rows.reduce(0) { $0 + training.weights[$1] }
      guard sum > 0, sum.isFinite else {
        throw WinnowError(
          .badData,
          "a likelihood ratio needs a positive sum of weights in every class; that of “\(name)” is "
            + "\(sum)")
      }
    }
  }

  /// The smallest and largest value in all classes.
  private static func range(
    ofInput input: Int, in training: Sample, _ rows: [[Int]]
  ) throws -> ClosedRange<Double> {
    var lower = Float.infinity, upper = -Float.infinity
    for row in rows.joined() {
      let x = training.columns[input][row]
      guard x.isFinite else {
        throw WinnowError(
          .badData,
          "the input “\(training.schema.names[input])” is \(x) in training event \(row + 1)")
      }
      lower = min(lower, x)
      upper = max(upper, x)
    }
    guard lower < upper else {
      throw WinnowError(
        .badData, "the input “\(training.schema.names[input])” is constant; leave it out")
    }
    return Double(lower)...Double(upper)
  }

  private static func values(
    ofInput input: Int, _ ranges: [ClosedRange<Double>], _ rows: [Int], _ training: Sample
  ) -> InputValues {
    InputValues(
      values: rows.map { Double(training.columns[input][$0]) },
      weights: rows.map { training.weights[$0] }, lower: ranges[input].lowerBound,
      upper: ranges[input].upperBound)
  }
}
