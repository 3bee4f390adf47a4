import Foundation
import WinnowCore
import WinnowEvaluation
import WinnowExpressions
import WinnowInput
import WinnowTransforms

extension AnalysisPlan {
  /// Reads and checks an analysis file.
  /// - Throws: `noInput` or `badConfiguration` with file, line and column.
  public init(file url: URL) throws {
    let setting = try YAMLReader.read(file: url)
    try self.init(reading: setting, directory: url.deletingLastPathComponent())
  }

  public init(reading setting: Setting, directory: URL) throws {
    let top = try SettingTable(setting, owner: "", keys: Self.keys)
    name = try top.require("name") { try Self.checkedName($0) }
    targets = try Self.targets(top)
    let hasTargets = !targets.isEmpty
    input = try top.require("input") { try InputPlan(reading: $0, hasTargets: hasTargets) }
    variables = try top.require("variables") { try Self.variables($0) }
    spectators = try top.read("spectators") { try $0.list().map { try $0.checkedSpectator() } } ?? []
    weight = try top.read("weight") { try $0.checkedExpression() }
    cut = try top.read("cut") { try $0.checkedExpression() }
    missing = try top.choice("missing", MissingPolicy.self) ?? .error
    normalization = try top.choice("normalization", WeightNormalization.self) ?? .equal
    if let place = top["normalization"]?.location, hasTargets {
      throw WinnowError(
        .badConfiguration, "normalization is between classes; a regression has none", at: place)
    }
    split = try Self.split(top, input)
    transforms = top["transforms"]
    if let transforms { _ = try TransformChain(reading: transforms) }
    methods = try top.require("methods") { try MethodPlan.list($0) }
    evaluation = EvaluationOptions()
    self.directory = directory
    try checkColumns()
    if let given = top["evaluation"] { try readEvaluation(given) }
    if let given = top["systematics"] { try readSystematics(given) }
  }

  private mutating func readSystematics(_ setting: Setting) throws {
    guard task == .classification else {
      throw WinnowError(
        .badConfiguration, "systematics are studied for signal and background only",
        at: setting.location)
    }
    systematics = try SystematicPlan.list(setting, of: self)
  }

  private mutating func readEvaluation(_ setting: Setting) throws {
    switch task {
    case .classification:
      evaluation = try EvaluationOptions(reading: setting, owner: "evaluation")
      try checkPlanes(setting["planes"]?.location)
    case .multiclass: multiclass = try MulticlassOptions(reading: setting, owner: "evaluation")
    case .regression: regression = try RegressionOptions(reading: setting, owner: "evaluation")
    }
  }

  private func checkPlanes(_ place: SourceLocation?) throws {
    let names = variables.map(\.name)
    for name in evaluation.planes.joined() where !names.contains(name) {
      throw WinnowError(
        .badConfiguration, "evaluation.planes: there is no variable “\(name)”"
          + Spelling.hint(for: name, in: names), at: place)
    }
  }

  private static func targets(_ top: SettingTable) throws -> [TargetPlan] {
    if let twice = top["target"], top.has("targets") {
      throw WinnowError(
        .badConfiguration, "give either “target” or “targets”", at: twice.location)
    }
    return try top.read("target") { try TargetPlan.list($0) }
      ?? top.read("targets") { try TargetPlan.list($0) } ?? []
  }

  static let keys = [
    "name", "input", "variables", "target", "targets", "spectators", "weight", "cut", "missing",
    "normalization", "split", "transforms", "methods", "evaluation", "systematics",
  ]

  /// The name becomes part of file names.
  private static func checkedName(_ setting: Setting) throws -> String {
    let name = try setting.text()
    let fits = (1...100).contains(name.count) && !name.hasPrefix(".") && !name.hasPrefix("-")
      && name.allSatisfy { $0.isLetter || $0.isNumber || "_-. ".contains($0) }
    guard fits else {
      throw setting.mismatch("1 to 100 letters, digits, spaces, “_”, “-” or “.”")
    }
    return name
  }

  /// Spectators stand beside the methods' responses in `scores.h5` and in applied files.
  private func checkColumns() throws {
    let outputs = targets.map(\.name) + (task == .multiclass ? input.classNames : ["probability"])
    var taken = Set(["weight", "class"] + targets.flatMap { [$0.name, $0.rawName] })
    for method in methods {
      for name in [method.name] + outputs.map({ "\(method.name)_\($0)" })
      where !taken.insert(name).inserted {
        throw WinnowError(
          .badConfiguration, "methods: the scores of “\(method.name)” would have the name “\(name)”, "
            + "which another column has; give the method another name", at: method.location)
      }
    }
    for spectator in try spectators.map({ try NamedExpression(parsing: $0) })
    where !taken.insert(spectator.name).inserted {
      throw WinnowError(
        .badConfiguration, "spectators: “\(spectator.name)” is named twice, or is the name of a method, "
          + "a target or of the columns “weight” and “class”; use “another_name := …”")
    }
  }

  private static func variables(_ setting: Setting) throws -> [Feature] {
    let items = try setting.list()
    guard !items.isEmpty else { throw setting.mismatch("a list of at least one variable") }
    let features = try items.map { try Feature(reading: $0) }
    for (index, feature) in features.enumerated()
    where features[..<index].contains(where: { $0.name == feature.name }) {
      throw WinnowError(
        .badConfiguration, "names the variable “\(feature.name)” twice",
        at: items[index].location)
    }
    return features
  }

  private static func split(_ top: SettingTable, _ input: InputPlan) throws -> Split {
    guard let given = top["split"] else { return .standard }
    guard case .together(let events) = input else {
      throw WinnowError(
        .badConfiguration, "split has no place where input names train and test apart",
        at: given.location)
    }
    if case .classes(let classes, _) = events {
      return try Split(reading: given, classes: classes.count)
    }
    return try Split(reading: given, classes: nil)
  }
}

extension Feature {
  /// `column`, `name := expression`, or a table with a title and a unit for the plots.
  init(reading setting: Setting) throws {
    if case .text(let text) = setting.value {
      self = try NamedExpression(parsing: text, at: setting.location).feature()
      return
    }
    let table = try SettingTable(
      setting, owner: "", keys: ["name", "expression", "title", "unit"])
    let name = try table.require("name") { try $0.text() }
    let expression = try table.read("expression") { setting in
      try Expression(parsing: try setting.expressionText(), at: setting.location)
    } ?? Expression(column: name)
    let title = try table.read("title") { try $0.text() }
    let unit = try table.read("unit") { try $0.text() }
    self.init(name, expression: expression.text, title: title, unit: unit)
  }

}

extension StringProtocol {
  var trimmingSpaces: String { trimmingCharacters(in: .whitespaces) }

  /// A column name in backquotes without them.
  var unquoted: String {
    let inner = dropFirst().dropLast()
    let quoted = count > 2 && first == "`" && last == "`" && !inner.contains("`")
    return quoted ? String(inner) : String(self)
  }
}

extension Setting {
  /// An expression: text, or a bare number such as `weight: 1`.
  func expressionText() throws -> String {
    switch value {
    case .integer(let number): return "\(number)"
    case .real(let number): return "\(number)"
    default:
      let text = try text()
      guard !text.trimmingSpaces.isEmpty else { throw mismatch("an expression") }
      return text
    }
  }

  /// An expression that compiles; its errors are told here, not when the events are read.
  func checkedExpression() throws -> String {
    try Expression(parsing: expressionText(), at: location).text
  }

  /// A column, or `name := expression`.
  func checkedSpectator() throws -> String {
    let text = try text()
    _ = try NamedExpression(parsing: text, at: location)
    return text
  }
}
