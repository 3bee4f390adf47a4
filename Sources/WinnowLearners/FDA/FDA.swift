import WinnowCore
import WinnowMath

/// Function discriminant analysis: a formula of the user's with numbers in it that are fitted.
///
/// The mean squared deviation from the target (of classes: from 1 for signal and 0 for background) or
/// the likelihood of the classes is made as small as possible, within the ranges of the parameters;
/// values, errors and correlations stand in the report. Several targets are fitted one by one.
/// Reference: TMVA Users Guide, arXiv:physics/0703039.
public struct FDA: Learner {
  public static let identifier = "FDA"
  public static let summary = "a formula with parameters, fitted by least squares or likelihood"
  public static let traits = LearnerTraits(
    tasks: [.classification, .regression],
    negativeWeights: "Deviations enter the sums with the signed weights.")

  public let parameters: FDAParameters

  public init(_ parameters: FDAParameters = FDAParameters()) { self.parameters = parameters }

  /// - Throws: `badConfiguration` as `FDAFormula`, and for a likelihood of targets; `badData` for inputs
  ///   or targets that are not finite, an empty class, and a formula that is not finite.
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> FDAModel {
    let sample = training.withoutWeightZero
    let formula = try FDAFormula(
      parameters.formula, parameters.unknowns, inputs: sample.schema.names)
    let (names, values) = try targets(of: sample)
    let fits = try values.enumerated().map { index, target in
      let problem = FormulaProblem(
        formula: formula, sample: sample, target: target, criterion: parameters.criterion,
        threads: context.threads)
      let fit = try best(problem, context)
      context.progress.advance(
        step: index + 1, total: values.count, events: sample.count, note: "")
      return fit
    }
    return FDAModel(schema: sample.schema, formula: formula, outputs: names, fits: fits)
  }

  /// - Throws: `badData` for values that are not finite, and classes or weights that cannot be fitted.
  private func targets(of sample: Sample) throws -> (names: [String], values: [[Double]]) {
    guard case .targets(let names, let values) = sample.truth else {
      _ = try ClassMoments(of: sample)
      return ([FDAModel.response], [(sample.labels ?? []).map { $0 == 0 ? 1 : 0 }])
    }
    if parameters.criterion == .likelihood {
      throw WinnowError(
        .badConfiguration, "fit: likelihood is that of two classes; a target takes fit: chi_square")
    }
    try sample.requireFinite(names, values)
    guard sample.weights.reduce(0, +) > 0 else {
      throw WinnowError(.badData, "the weights of the training events do not have a positive sum")
    }
    return (names, values.map { $0.map(Double.init) })
  }

  /// Of the fits from all starting points; places at which the formula is not finite are passed over,
  /// except the first.
  private func best(_ problem: FormulaProblem, _ context: RunContext) throws -> FormulaFit {
    let unknowns = problem.formula.unknowns
    var best = try FormulaFit(
      problem, from: unknowns.map(\.start), iterations: parameters.iterations, context: context)
    var random = CounterRandom(seed: context.seed, stream: Self.startStream)
    for _ in 1..<parameters.starts {
      let start = unknowns.map { unknown in
        unknown.range == FDAParameters.Unknown.everywhere
          ? unknown.start + random.normal() * max(1, abs(unknown.start))
          : Self.place(in: unknown, &random)
      }
      guard let fit = try? FormulaFit(
        problem, from: start, iterations: parameters.iterations, context: context)
      else {
        try context.checkCancelled()
        continue
      }
      if fit.loss < best.loss { best = fit }
    }
    return best
  }

  private static let startStream: UInt64 = 0x66_64_61

  private static func place(
    in unknown: FDAParameters.Unknown, _ random: inout CounterRandom
  ) -> Double {
    let everywhere = FDAParameters.Unknown.everywhere
    let (low, high) = (unknown.range.lowerBound, unknown.range.upperBound)
    let share = random.uniform()
    if low > everywhere.lowerBound, high < everywhere.upperBound { return low + share * (high - low) }
    // Open on one side: away from the end, about as far as the start is.
    let end = low > everywhere.lowerBound ? low : high
    let distance = unknown.start == end ? (low == end ? 1 : -1) : unknown.start - end
    return end + 2 * share * distance
  }
}
