import WinnowCore
import WinnowNetworks

/// A multilayer perceptron: one to three hidden layers, with an output per class or target.
public struct MLP: Learner {
  public static let identifier = "MLP"
  public static let summary = "multilayer perceptron with one to three hidden layers"
  public static let traits = NetworkTraits.all

  public let parameters: MLPParameters
  public init(_ parameters: MLPParameters = MLPParameters()) { self.parameters = parameters }

  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> NetworkModel {
    let activation = parameters.activation.activation
    let layers = try parameters.hidden.map {
      Dense(try $0.size(inputs: training.schema.count), activation: activation)
    }
    let recipe = NetworkModel.Recipe(
      layers: layers, phases: [try parameters.training.phase()], loss: parameters.loss)
    return try NetworkModel.train(recipe, on: training, validation: validation, in: context)
  }
}
