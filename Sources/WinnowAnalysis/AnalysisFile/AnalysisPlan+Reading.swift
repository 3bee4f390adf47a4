import Foundation
import WinnowCore
import WinnowEvaluation

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
    input = try top.require("input") { try InputPlan(reading: $0) }
    variables = try top.require("variables") { try Self.variables($0) }
    spectators = try top.read("spectators") { try $0.list().map { try $0.text() } } ?? []
    weight = try top.read("weight") { try $0.expressionText() }
    cut = try top.read("cut") { try $0.expressionText() }
    missing = try top.choice("missing", TrainedClassifier.MissingValues.self) ?? .error
    normalization = try top.choice("normalization", NormalizationMode.self) ?? .equal
    split = try Self.split(top, input)
    transforms = top["transforms"]
    methods = try top.require("methods") { try MethodPlan.list($0) }
    evaluation = try top["evaluation"].map {
      try EvaluationOptions(reading: $0, owner: "evaluation")
    } ?? EvaluationOptions()
    self.directory = directory
  }

  static let keys = [
    "name", "input", "variables", "spectators", "weight", "cut", "missing", "normalization",
    "split", "transforms", "methods", "evaluation",
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

  private static func split(_ top: SettingTable, _ input: InputPlan) throws -> SplitPlan {
    if case .apart = input, let given = top["split"] {
      throw WinnowError(
        .badConfiguration, "split has no place where input names train and test apart",
        at: given.location)
    }
    return try top.read("split") { try SplitPlan(reading: $0) } ?? .random(test: 0.5, seed: 100)
  }
}

extension Feature {
  /// `column`, `name := expression`, or a table with a title and a unit for the plots.
  init(reading setting: Setting) throws {
    if case .text(let text) = setting.value {
      self.init(parsing: text, title: nil, unit: nil)
      return
    }
    let table = try SettingTable(
      setting, owner: "", keys: ["name", "expression", "title", "unit"])
    let name = try table.require("name") { try $0.expressionText() }
    let expression = try table.read("expression") { try $0.expressionText() }
    let title = try table.read("title") { try $0.text() }
    let unit = try table.read("unit") { try $0.text() }
    self.init(name, expression: expression, title: title, unit: unit)
  }

  private init(parsing text: String, title: String?, unit: String?) {
    let parts = text.split(separator: ":=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.trimmingSpaces }
    if parts.count == 2 {
      self.init(parts[0], expression: parts[1], title: title, unit: unit)
    } else {
      self.init(text.trimmingSpaces.unquoted, expression: text.trimmingSpaces)
    }
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
}
