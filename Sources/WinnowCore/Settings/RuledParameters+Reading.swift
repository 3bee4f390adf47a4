extension RuledParameters {
  /// Reads settings from a table; keys not given keep their defaults. Values are taken in the order of
  /// the rules, so that a preset, ruled first, yields to other options wherever it stands.
  ///
  /// - Parameter owner: the name used in messages, such as `methods.BDT`; empty for settings inside
  ///   another option, whose name then comes first.
  /// - Throws: `WinnowError` of kind `badConfiguration` for an unknown or repeated key (with the
  ///   nearest spelling) and for a value of the wrong type or out of range, with its place.
  public init(reading setting: Setting, owner: String) throws {
    self.init()
    var given: [String: Setting.Entry] = [:]
    let rules = Self.rules
    for entry in try setting.table() {
      let names = rules.map(\.name)
      guard names.contains(entry.key) else {
        throw WinnowError(
          .badConfiguration,
          "\(owner) has no option “\(entry.key)”" + Spelling.hint(for: entry.key, in: names),
          at: entry.keyLocation ?? setting.location)
      }
      guard given.updateValue(entry, forKey: entry.key) == nil else {
        throw WinnowError(
          .badConfiguration, "\(owner).\(entry.key) is given twice", at: entry.keyLocation)
      }
    }
    for rule in rules {
      guard let entry = given[rule.name] else { continue }
      do {
        try rule.read(&self, entry.value)
      } catch let error as WinnowError {
        // A message from settings inside this one goes on with its own path: “[2].units must be …”.
        let joint = error.message.first.map { ".[ ".contains($0) } == true ? "" : " "
        throw WinnowError(
          error.kind, "\(owner).\(rule.name)\(joint)\(error.message)",
          at: error.location ?? entry.keyLocation)
      }
    }
  }

  /// All settings, defaults included, in the order of the rules.
  public var settings: Setting {
    Setting(.table(Self.rules.map { Setting.Entry($0.name, $0.write(self)) }))
  }

  /// Tables with one value each that the rules must refuse: for tests.
  public static var invalidSettings: [Setting] {
    rules.compactMap { rule in
      rule.invalidExample.map { Setting(.table([Setting.Entry(rule.name, $0)])) }
    }
  }

  /// The manual's table: name, default, range, one line each.
  public static var manual: [OptionDescription] {
    let defaults = Self()
    return rules.map {
      OptionDescription(
        name: $0.name, defaultValue: $0.write(defaults).compactText, range: $0.range,
        summary: $0.summary)
    }
  }
}

/// One line of the manual.
public struct OptionDescription: Sendable, Hashable {
  public let name: String
  public let defaultValue: String
  public let range: String
  public let summary: String

  public init(name: String, defaultValue: String, range: String, summary: String) {
    self.name = name
    self.defaultValue = defaultValue
    self.range = range
    self.summary = summary
  }
}

extension Setting {
  /// The value as one line of YAML in flow style.
  public var compactText: String {
    switch value {
    case .null: "null"
    case .flag(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .real(let number): number == number.rounded() && abs(number) < 1e15
      ? "\(Int(number))" : "\(number)"
    case .text(let text): text
    case .list(let items): "[" + items.map(\.compactText).joined(separator: ", ") + "]"
    case .table(let entries):
      "{" + entries.map { "\($0.key): \($0.value.compactText)" }.joined(separator: ", ") + "}"
    }
  }
}
