import Foundation
import WinnowCore
import WinnowExpressions
import WinnowInput

/// A variation of the test events: other expressions for variables, another weight, or other files.
///
///     systematics:
///       energy_up: {variables: {jet1_pt: "1.03 * jet1_pt", met: "1.03 * met"}}
///       pdf_up:    {weight: "weight * w_pdf_up"}
///       shower:    {input: {signal: other.h5:signal, background: other.h5:background}}
public struct SystematicPlan: Sendable {
  public var name: String
  /// Expressions by the names of the variables that they replace.
  public var variables: [String: String]
  public var weight: String?
  public var input: InputPlan?
}

extension SystematicPlan {
  static func list(_ setting: Setting, of plan: AnalysisPlan) throws -> [SystematicPlan] {
    let plans = try setting.table().map { try SystematicPlan($0.key, $0.value, plan) }
    guard !plans.isEmpty else { throw setting.mismatch("a table with at least one variation") }
    return plans
  }

  private init(_ name: String, _ setting: Setting, _ plan: AnalysisPlan) throws {
    let table = try SettingTable(
      setting, owner: "systematics.\(name)", keys: ["variables", "weight", "input"])
    self.name = name
    variables = try table.read("variables") {
      let owner = "systematics.\(name).variables"
      let table = try SettingTable($0, owner: owner, keys: plan.variables.map(\.name))
      return try plan.variables.reduce(into: [:]) { found, feature in
        found[feature.name] = try table.read(feature.name) { try $0.checkedExpression() }
      }
    } ?? [:]
    weight = try table.read("weight") { try $0.checkedExpression() }
    input = try table.read("input") { try InputPlan(reading: $0, hasTargets: false) }
    if variables.isEmpty && weight == nil && input == nil {
      throw WinnowError(
        .badConfiguration, "systematics.\(name) varies nothing; it takes “variables”, “weight” or “input”",
        at: setting.location)
    }
  }

  func setting(_ directory: URL) -> Setting {
    var entries: [Setting.Entry] = []
    if !variables.isEmpty {
      entries.append(
        .init(
          "variables",
          Setting(
            .table(
              variables.sorted { $0.key < $1.key }.map { .init($0.key, Setting(.text($0.value))) }))))
    }
    if let weight { entries.append(.init("weight", Setting(.text(weight)))) }
    if let input { entries.append(.init("input", input.setting(directory))) }
    return Setting(.table(entries))
  }
}

extension AnalysisPlan {
  /// The same analysis on varied events.
  func varied(by systematic: SystematicPlan) -> AnalysisPlan {
    var plan = self
    plan.variables = variables.map { feature in
      guard let expression = systematic.variables[feature.name] else { return feature }
      return Feature(
        feature.name, expression: expression, title: feature.title, unit: feature.unit)
    }
    if let weight = systematic.weight { plan.weight = weight }
    if let input = systematic.input { plan.input = input }
    return plan
  }
}
