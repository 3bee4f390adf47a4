import WinnowCore

/// All transforms, one line each.
public enum TransformCatalog {
  public static let all: [any VariableTransform.Type] = [
    Normalize.self,
    Standardize.self,
    Decorrelate.self,
    PrincipalComponents.self,
    Uniform.self,
    Gauss.self,
    Autoencode.self,
  ]

  /// A transform's options for the manual, with those that every transform has.
  public static func options(of type: any VariableTransform.Type) -> [OptionDescription] {
    StepParameters.manual + type.manual
  }

  /// Words for the transform that does nothing, TMVA's I.
  static let identityWords = ["I", "identity"]

  /// A transform by identifier or TMVA's letter; nil for an unknown name.
  static func transform(named name: String) -> (any VariableTransform.Type)? {
    all.first { $0.identifier == name || $0.letter == name }
  }

  /// Names for error messages.
  static var names: [String] { all.map { $0.identifier } }
}

extension VariableTransform {
  static var manual: [OptionDescription] { Parameters.manual }

  /// - Throws: `badConfiguration` for unknown or invalid options, with the nearest spelling.
  init(reading setting: Setting, owner: String) throws {
    self.init(try Parameters(reading: setting, owner: owner))
  }

  /// Rebuilds the fitted form from an archive.
  static func restore(from archive: Archive, input: Schema) throws -> any InvertibleTransform {
    try Fitted(from: archive, input: input)
  }

  func fitted(to training: Sample, in context: RunContext) throws -> any InvertibleTransform {
    try fit(to: training, in: context)
  }
}
