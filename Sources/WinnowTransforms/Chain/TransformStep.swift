import WinnowCore

/// One transform of a chain, with the variables it takes and the class it learns from.
struct TransformStep: Sendable {
  let transform: any VariableTransform
  /// nil for all variables.
  let variables: [String]?
  /// nil for all classes.
  let className: String?
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
    let common = TransformCatalog.optionsOfAll.map(\.name)
    let keys = common + type.manual.map(\.name)
    let table = try SettingTable(options, owner: owner, keys: keys)
    let own = try options.table().filter { !common.contains($0.key) }
    return TransformStep(
      transform: try type.init(reading: Setting(.table(own), at: options.location), owner: owner),
      variables: try table.read("variables", names), className: try table.read("class") { try $0.text() },
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

  /// One or more distinct names.
  private static func names(_ setting: Setting) throws -> [String] {
    let names = try setting.listOrSingle().map { try $0.text() }
    guard !names.isEmpty, Set(names).count == names.count else {
      throw setting.mismatch("one or more distinct names")
    }
    return names
  }

  /// As it stands in an analysis file.
  var setting: Setting {
    var options: [Setting.Entry] = []
    if let variables {
      options.append(.init("variables", Setting(.list(variables.map { Setting(.text($0)) }))))
    }
    if let className { options.append(.init("class", Setting(.text(className)))) }
    options += transform.changedSettings
    if options.isEmpty { return Setting(.text(identifier)) }
    return Setting(.table([.init(identifier, Setting(.table(options)))]))
  }

  /// - Throws: `badConfiguration` for a variable or class that the sample lacks; `badData` where the
  ///   transform cannot learn from the sample.
  func fit(to training: Sample) throws -> FittedStep {
    let chosen = try inputs(among: training.schema)
    let events = try className.map { try training.selecting(rows(of: $0, in: training)) } ?? training
    let part = try events.matching(chosen)
    do {
      let fitted = try transform.fitted(to: part)
      return try FittedStep(setting: setting, fitted: fitted, input: training.schema)
    } catch let error as WinnowError {
      throw WinnowError(error.kind, "\(identifier): \(error.message)", at: error.location ?? location)
    }
  }

  private func inputs(among schema: Schema) throws -> Schema {
    guard let variables else { return schema }
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

  private func rows(of name: String, in sample: Sample) throws -> [Int] {
    guard let index = sample.classNames.firstIndex(of: name) else {
      throw WinnowError(
        .badConfiguration,
        "\(identifier): there is no class “\(name)”"
          + Spelling.hint(for: name, in: sample.classNames), at: location)
    }
    return sample.rows(ofClass: index)
  }
}
