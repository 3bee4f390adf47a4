import WinnowCore
import WinnowLearners

extension LearnerTraits.Task {
  /// As messages name it.
  var words: String {
    switch self {
    case .classification: "classification"
    case .multiclass: "classification with more than two classes"
    case .regression: "regression"
    }
  }
}

/// All methods. A new one is a folder in WinnowLearners and a line here.
public enum Catalog {
  public static let methods: [Method] = [
    Method(BDT.self),
    Method(MLP.self),
    Method(DNN.self),
    Method(DensityBDT.self),
    Method(DensityDNN.self),
    Method(KNN.self),
    Method(PDERS.self),
    Method(Likelihood.self),
    Method(Fisher.self),
    Method(LD.self),
    Method(Autoencoder.self),
    Method(Polynomial.self),
    Method(Spline.self),
    Method(FDA.self),
  ]

  /// The methods that do a task.
  static func names(of task: LearnerTraits.Task) -> [String] {
    methods.filter { $0.traits.tasks.contains(task) }.map(\.identifier)
  }

  /// - Throws: `badConfiguration` with the nearest name.
  public static func method(named name: String, at location: SourceLocation? = nil) throws -> Method {
    guard let method = methods.first(where: { $0.identifier == name }) else {
      throw WinnowError(
        .badConfiguration,
        "there is no method “\(name)”" + Spelling.hint(for: name, in: methods.map(\.identifier)),
        at: location)
    }
    return method
  }
}
