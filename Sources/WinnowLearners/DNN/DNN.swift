import WinnowCore
import WinnowNetworks

/// A deep network: any layers, with an output per class or target, trained in one phase or several.
public struct DNN: Learner {
  public static let identifier = "DNN"
  public static let summary = "deep network of any layers: dense, maxout, normalisations, dropout"
  public static let traits = NetworkTraits.all

  public let parameters: DNNParameters
  public init(_ parameters: DNNParameters = DNNParameters()) { self.parameters = parameters }

  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> NetworkModel {
    let recipe = NetworkModel.Recipe(
      layers: parameters.layers, phases: try parameters.phases(), loss: parameters.loss)
    return try NetworkModel.train(recipe, on: training, validation: validation, in: context)
  }
}
