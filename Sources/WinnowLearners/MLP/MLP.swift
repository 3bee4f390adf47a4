import WinnowCore
import WinnowNetworks

/// A multilayer perceptron: one to three hidden layers and a sigmoid output, trained on the cross
/// entropy.
public struct MLP: Learner {
  public static let identifier = "MLP"
  public static let summary = "multilayer perceptron with one to three hidden layers"
  public static let traits = NetworkTraits.classifier

  public let parameters: MLPParameters
  public init(_ parameters: MLPParameters = MLPParameters()) { self.parameters = parameters }

  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> NetworkClassifier {
    let activation = parameters.activation.activation
    let layers = try parameters.hidden.map {
      Dense(try $0.size(inputs: training.schema.count), activation: activation)
    }
    return try NetworkClassifier.train(
      layers: layers, phases: [parameters.training.phase()], on: training, validation: validation,
      in: context)
  }
}
