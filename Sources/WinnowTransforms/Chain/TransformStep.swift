import WinnowCore

/// One transform of a chain, with the variables it takes and the class it learns from.
struct TransformStep: Sendable {
  let transform: any VariableTransform
  let parameters: StepParameters
  let location: SourceLocation?

  var identifier: String { type(of: transform).identifier }

  /// Reads a name, or a table of one name with its options.
  /// - Returns: nil for the identity.
  /// - Throws: `badConfiguration` with the place and the nearest spelling.
  static func reading(_ setting: Setting, owner: String) throws -> TransformStep? {
    let (name, options, place) = try nameAndOptions(of: setting)
    if TransformCatalog.identityWords.contains(name) { return nil }
    guard let type = TransformCatalog.transform(named: name) else {
      throw WinnowError(
        .badConfiguration,
        "\(owner): there is no transform “\(name)”"
          + Spelling.hint(for: name, in: TransformCatalog.names), at: place)
    }
    let owner = "\(owner).\(type.identifier)"
    let common = StepParameters.manual.map(\.name)
    let keys = common + type.manual.map(\.name)
    _ = try SettingTable(options, owner: owner, keys: keys)
    func part(_ belongs: (String) -> Bool) throws -> Setting {
      Setting(.table(try options.table().filter { belongs($0.key) }), at: options.location)
    }
    return TransformStep(
      transform: try type.init(reading: part { !common.contains($0) }, owner: owner),
      parameters: try StepParameters(reading: part { common.contains($0) }, owner: owner),
      location: place)
  }

  private static func nameAndOptions(
    of setting: Setting
  ) throws -> (name: String, options: Setting, place: SourceLocation?) {
    if case .text(let name) = setting.value {
      return (name, Setting(.null, at: setting.location), setting.location)
    }
    guard case .table(let entries) = setting.value, entries.count == 1, let entry = entries.first
    else { throw setting.mismatch("a transform's name, or a table of one name with its options") }
    return (entry.key, entry.value, entry.keyLocation ?? setting.location)
  }

  /// As it stands in an analysis file.
  var setting: Setting {
    let options = parameters.changedSettings + transform.parameters.changedSettings
    if options.isEmpty { return Setting(.text(identifier)) }
    return Setting(.table([.init(identifier, Setting(.table(options)))]))
  }

  /// - Throws: `badConfiguration` for a variable or class that the sample lacks; `badData` where the
  ///   transform cannot learn from the sample.
  func fit(to training: Sample, in context: RunContext) throws -> FittedStep {
    let chosen = try inputs(among: training.schema)
    let events = try eventsToLearn(of: training)
    let part = try events.matching(chosen)
    do {
      let fitted = try transform.fitted(to: part, in: context)
      return try FittedStep(setting: setting, fitted: fitted, input: training.schema)
    } catch let error as WinnowError {
      throw WinnowError(error.kind, "\(identifier): \(error.message)", at: error.location ?? location)
    }
  }

  private func inputs(among schema: Schema) throws -> Schema {
    guard let variables = parameters.variables else { return schema }
    return Schema(
      try variables.map { name in
        guard let index = schema.index(of: name) else {
          throw WinnowError(
            .badConfiguration,
            "\(identifier): there is no variable “\(name)”"
              + Spelling.hint(for: name, in: schema.names), at: location)
        }
        return schema.features[index]
      })
  }

  private func eventsToLearn(of training: Sample) throws -> Sample {
    guard let name = parameters.className else { return training }
    guard let index = training.classNames.firstIndex(of: name) else {
      throw WinnowError(
        .badConfiguration,
        "\(identifier): there is no class “\(name)”"
          + Spelling.hint(for: name, in: training.classNames), at: location)
    }
    return training.selecting(training.rows(ofClass: index))
  }
}
