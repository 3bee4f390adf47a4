import WinnowCore
import WinnowNetworks

/// A deep network: any layers and a sigmoid output, trained on the cross entropy in one phase or
/// several.
public struct DNN: Learner {
  public static let identifier = "DNN"
  public static let summary = "deep network of any layers: dense, maxout, normalisations, dropout"
  public static let traits = NetworkTraits.classifier

  public let parameters: DNNParameters
  public init(_ parameters: DNNParameters = DNNParameters()) { self.parameters = parameters }

  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> NetworkClassifier {
    try NetworkClassifier.train(
      layers: parameters.layers, phases: parameters.phases(), on: training,
      validation: validation, in: context)
  }
}
