import WinnowCore
import WinnowLearners

/// All methods. A new one is a folder in WinnowLearners and a line here.
public enum Catalog {
  public static let methods: [Method] = [
    Method(BDT.self),
    Method(MLP.self),
    Method(DNN.self),
    Method(KNN.self),
    Method(PDERS.self),
    Method(Likelihood.self),
    Method(Fisher.self),
    Method(LD.self),
  ]

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
