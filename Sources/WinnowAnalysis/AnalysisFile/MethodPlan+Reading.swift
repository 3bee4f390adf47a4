import WinnowCore
import WinnowTransforms

extension MethodPlan {
  /// `BDT: {...}`, or `"BDT deep": {method: BDT, ...}` for several entries of one kind.
  static func list(_ setting: Setting) throws -> [MethodPlan] {
    let entries = try setting.table()
    guard !entries.isEmpty else { throw setting.mismatch("a table of at least one method") }
    var files: Set<String> = []
    return try entries.map { entry in
      let plan = try MethodPlan(entry)
      guard files.insert(plan.fileName).inserted else {
        throw WinnowError(
          .badConfiguration, "methods: “\(entry.key)” and another method share the file name "
            + "“\(plan.fileName)”", at: entry.keyLocation)
      }
      return plan
    }
  }

  private init(_ entry: Setting.Entry) throws {
    name = entry.key
    location = entry.keyLocation
    try Self.check(name: name, at: location)
    let entries = try Self.table(entry)
    kind = try entry.value["method"]?.text() ?? entry.key
    transforms = entry.value["transforms"]
    validation = try entry.value["validation"].map { try Self.fraction($0, of: entry.key) }
    settings = Setting(
      .table(entries.filter { !Self.ownKeys.contains($0.key) }), at: entry.value.location)
    // Settings are checked here, long before the first event is read.
    _ = try Catalog.method(named: kind, at: location).learner(settings, owner)
    if let transforms { _ = try TransformChain(reading: transforms, owner: "\(owner).transforms") }
  }

  /// What every entry understands beside its method's options.
  package static let ownKeys = ["method", "transforms", "validation"]

  /// The name becomes a dataset of `scores.h5`, beside `weight` and `class`.
  private static func check(name: String, at location: SourceLocation?) throws {
    let fits = (1...60).contains(name.count) && !["weight", "class", ".", ".."].contains(name)
      && !name.contains { $0.isNewline || $0 == "/" || $0 == "\0" }
    guard fits else {
      throw WinnowError(
        .badConfiguration, "methods: “\(name)” cannot name a method; a name has 1 to 60 characters, "
          + "no “/”, and is not “weight” or “class”", at: location)
    }
  }

  private static func table(_ entry: Setting.Entry) throws -> [Setting.Entry] {
    do {
      return try entry.value.table()
    } catch let error as WinnowError {
      throw WinnowError(error.kind, "methods.\(entry.key) \(error.message)", at: error.location)
    }
  }

  private static func fraction(_ setting: Setting, of name: String) throws -> Double {
    let fraction = try setting.real()
    guard (0...0.9).contains(fraction) else {
      throw WinnowError(
        .badConfiguration, "methods.\(name).validation must be in [0, 0.9]; got \(fraction)",
        at: setting.location)
    }
    return fraction
  }

  var owner: String { "methods.\(name)" }

  /// The learner with its settings.
  func learner() throws -> any Learner {
    try Catalog.method(named: kind, at: location).learner(settings, owner)
  }

  /// The name as a file name without an ending.
  public var fileName: String {
    String(name.map { $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : "_" })
  }
}
