/// A table of settings whose keys are known: unknown and repeated keys are refused on sight, and
/// every message names the owner and the key.
public struct SettingTable: Sendable {
  public let owner: String
  public let location: SourceLocation?
  private let entries: [String: Setting.Entry]

  /// - Throws: `badConfiguration` where the setting is no table, or has a key that is not allowed
  ///   (with the nearest spelling) or stands twice.
  public init(_ setting: Setting, owner: String, keys: [String]) throws {
    self.owner = owner
    location = setting.location
    var entries: [String: Setting.Entry] = [:]
    do {
      for entry in try setting.table() {
        guard keys.contains(entry.key) else {
          throw WinnowError(
            .badConfiguration,
            "has no key “\(entry.key)”" + Spelling.hint(for: entry.key, in: keys),
            at: entry.keyLocation ?? setting.location)
        }
        guard entries.updateValue(entry, forKey: entry.key) == nil else {
          throw WinnowError(
            .badConfiguration, "has the key “\(entry.key)” twice", at: entry.keyLocation)
        }
      }
    } catch let error as WinnowError {
      throw error.told(of: owner, at: setting.location)
    }
    self.entries = entries
  }

  public subscript(key: String) -> Setting? { entries[key]?.value }

  public func has(_ key: String) -> Bool { entries[key] != nil }

  /// Reads one value; nil where the key is absent.
  public func read<Value>(_ key: String, _ body: (Setting) throws -> Value) throws -> Value? {
    guard let entry = entries[key] else { return nil }
    do {
      return try body(entry.value)
    } catch let error as WinnowError {
      throw error.told(of: name(key), at: entry.value.location ?? entry.keyLocation)
    }
  }

  /// Reads one value that must be there.
  public func require<Value>(_ key: String, _ body: (Setting) throws -> Value) throws -> Value {
    guard let value = try read(key, body) else {
      throw WinnowError(.badConfiguration, "\(name(key)) is missing", at: location)
    }
    return value
  }

  /// A whole number within a range.
  public func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    try read(key) { setting in
      let number = try setting.integer()
      guard range.contains(number) else {
        throw setting.mismatch("in \(range.lowerBound) … \(range.upperBound)")
      }
      return number
    }
  }

  /// A number within a range.
  public func real(_ key: String, in range: RealRange) throws -> Double? {
    try read(key) { setting in
      let number = try setting.real()
      guard range.contains(number) else { throw setting.mismatch("in \(range)") }
      return number
    }
  }

  /// One word out of a list. - Returns: nil where the key is absent.
  public func choice<Choice>(_ key: String, _ type: Choice.Type) throws -> Choice?
  where Choice: RawRepresentable<String> & CaseIterable {
    try read(key) { setting in
      let word = try setting.text()
      guard let choice = Choice(rawValue: word) else {
        let words = Choice.allCases.map(\.rawValue)
        throw WinnowError(
          .badConfiguration, "has no choice “\(word)”" + Spelling.hint(for: word, in: words),
          at: setting.location)
      }
      return choice
    }
  }

  private func name(_ key: String) -> String { owner.isEmpty ? key : "\(owner).\(key)" }
}

extension WinnowError {
  /// The error with its subject in front, once: “methods.BDT.trees must be …”.
  func told(of subject: String, at location: SourceLocation?) -> WinnowError {
    let place = self.location ?? location
    if message.hasPrefix(subject) { return WinnowError(kind, message, at: place) }
    let subject = subject.isEmpty ? "the file" : subject
    let isPredicate = ["must ", "has ", "needs ", "names "].contains { message.hasPrefix($0) }
    return WinnowError(kind, subject + (isPredicate ? " " : ": ") + message, at: place)
  }
}
