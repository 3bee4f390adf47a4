import WinnowCore
import WinnowNetworks

/// An outlier score: how badly an autoencoder that has learnt the background gives an event back.
///
/// The response is √(Σⱼ (x̂ⱼ − xⱼ)²/n) over the n inputs x after transforms, where x̂ is what the network
/// makes of them through its bottleneck. It is large for events unlike those learnt from, signal or not. No
/// figure of merit of signal steers the training, so the area under its ROC curve tells how unusual signal is.
///
/// Reference: T. Heimel et al., SciPost Phys. 6 (2019) 030; M. Farina et al., Phys. Rev. D 101 (2020) 075021.
public struct Autoencoder: Learner {
  public static let identifier = "Autoencoder"
  public static let summary = "outlier score: the reconstruction error of an autoencoder of the background"
  public static let traits = LearnerTraits(
    tasks: [.classification], supervised: false,
    negativeWeights: """
      An event of negative weight keeps its sign in the loss: the network is driven to give it back worse. \
      Early stopping keeps this from going too far.
      """,
    wantsValidation: true, defaultTransforms: ["standardize"])

  public let parameters: AutoencoderParameters
  public init(_ parameters: AutoencoderParameters = AutoencoderParameters()) {
    self.parameters = parameters
  }

  /// - Throws: as `AutoencoderNetwork.train`.
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> AutoencoderModel {
    let (network, record) = try AutoencoderNetwork.train(
      parameters.network, on: learnt(of: training), validation: validation.map(learnt),
      in: context)
    return AutoencoderModel(schema: training.schema, record: record, network: network)
  }

  private func learnt(of sample: Sample) -> Sample {
    switch parameters.trainOn {
    case .all: sample
    case .background: sample.selecting(sample.rows(ofClass: 1))
    }
  }
}
