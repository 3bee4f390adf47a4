import WinnowCore

/// Options that every transform has: what it is applied to and learns from.
struct StepParameters: RuledParameters {
  /// nil for all variables.
  var variables: [String]?
  /// nil for all classes.
  var className: String?

  static let rules: [ParameterRule<Self>] = [
    ParameterRule(
      "variables", range: "all | names", "the variables to transform; others pass unchanged",
      invalid: [], read: { $0.variables = try names($1) },
      write: { Setting($0.variables.map { .list($0.map { Setting(.text($0)) }) } ?? .text("all")) }),
    ParameterRule(
      "class", range: "all | a class", "the class to learn from; applied to all events",
      invalid: 1, read: { $0.className = try className($1) },
      write: { Setting(.text($0.className ?? "all")) }),
  ]

  /// “all”, one name, or a list of distinct names.
  private static func names(_ setting: Setting) throws -> [String]? {
    if setting == "all" { return nil }
    let names = try setting.listOrSingle().map { try $0.text() }
    guard !names.isEmpty, Set(names).count == names.count else {
      throw setting.mismatch("“all”, or one or more distinct names")
    }
    return names
  }

  private static func className(_ setting: Setting) throws -> String? {
    let name = try setting.text()
    return name == "all" ? nil : name
  }
}

extension RuledParameters {
  /// The settings that differ from the defaults.
  var changedSettings: [Setting.Entry] {
    guard case .table(let all) = settings.value, case .table(let defaults) = Self().settings.value
    else { return [] }
    return zip(all, defaults).filter { $0.value != $1.value }.map(\.0)
  }
}
