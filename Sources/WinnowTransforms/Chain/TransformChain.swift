import WinnowCore

/// Transforms one after the other, as an analysis file lists them.
///
/// ```yaml
/// transforms: [gauss, decorrelate]
/// transforms: [{normalize: {variables: [met, lepton_pt]}}, {decorrelate: {class: signal}}]
/// ```
/// TMVA's letters N, D, P, U, G and I stand for normalize, decorrelate, pca, uniform, gauss and the
/// identity.
public struct TransformChain: Transform {
  let steps: [TransformStep]

  /// Reads a list; one transform stands for a list of one, nothing for none.
  /// - Parameter owner: the name used in messages.
  /// - Throws: `badConfiguration` with the place and the nearest spelling.
  public init(reading setting: Setting, owner: String = "transforms") throws {
    if case .null = setting.value {
      steps = []
    } else {
      steps = try setting.listOrSingle().compactMap { try TransformStep.reading($0, owner: owner) }
    }
  }

  /// The chain that changes nothing.
  public static let identity = TransformChain(steps: [])

  private init(steps: [TransformStep]) { self.steps = steps }

  public var isIdentity: Bool { steps.isEmpty }

  /// As it stands in an analysis file, such as `[gauss, {decorrelate: {class: signal}}]`.
  public var settings: Setting { Setting(.list(steps.map(\.setting))) }

  /// Fits each transform to the output of those before it.
  /// - Throws: `badConfiguration` for a variable or class that the sample lacks; `badData` where a
  ///   transform cannot learn from the sample.
  public func fit(to training: Sample, in context: RunContext) throws -> FittedChain {
    var fitted: [FittedStep] = []
    var sample = training
    for step in steps {
      let next = try step.fit(to: sample, in: context)
      sample = try next.apply(to: sample)
      fitted.append(next)
    }
    return FittedChain(input: training.schema, steps: fitted)
  }

  /// The same with the default seed, on one thread.
  public func fit(to training: Sample) throws -> FittedChain {
    try fit(to: training, in: RunContext())
  }
}
