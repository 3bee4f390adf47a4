import WinnowCore

/// What all network methods can take.
enum NetworkTraits {
  static let all = LearnerTraits(
    tasks: [.classification, .multiclass, .regression],
    negativeWeights: """
      An event of negative weight keeps its sign in the loss: it pushes the response away from its own \
      class. Early stopping keeps this from going too far.
      """,
    wantsValidation: true, defaultTransforms: ["gauss"])
}
