import WinnowCore
import WinnowExpressions
import WinnowInput

/// What a regression shall predict, as the analysis file names it.
public struct TargetPlan: Sendable, Hashable, Codable {
  public var feature: Feature
  public var transform: TargetTransform = .none
  /// An estimate that is there already, such as an uncorrected energy: judged beside the methods, and the
  /// denominator of ratios.
  public var raw: String?
  public var retransform: Retransform = .smearing

  /// How predictions of a logarithm come back.
  public enum Retransform: String, Sendable, Hashable, Codable, CaseIterable {
    /// exp(f) times ⟨exp(residual)⟩: the mean of the target, which exp(f) alone misses.
    case smearing
    /// exp(f): near the median of the target.
    case none
  }

  public init(_ feature: Feature) { self.feature = feature }

  public var name: String { feature.name }
  /// The spectator that carries the raw estimate.
  var rawName: String { "\(name)_raw" }

  var needsSmearing: Bool { transform.isLogarithmic && retransform == .smearing }
}

/// What is learnt in place of a target y with a raw estimate r.
public enum TargetTransform: String, Sendable, Hashable, Codable, CaseIterable {
  /// y.
  case none
  /// ln y.
  case log
  /// y/r.
  case ratio
  /// ln(y/r).
  case logRatio = "log_ratio"

  var needsRaw: Bool { self == .ratio || self == .logRatio }
  var isLogarithmic: Bool { self == .log || self == .logRatio }
}

extension TargetPlan {
  private static let keys = [
    "name", "expression", "title", "unit", "transform", "raw", "retransform",
  ]

  /// `column`, `name := expression`, or a table.
  init(reading setting: Setting) throws {
    guard case .table = setting.value else {
      self.init(try Feature(reading: setting))
      return
    }
    let table = try SettingTable(setting, owner: "targets", keys: Self.keys)
    let plain = try setting.table().filter {
      ["name", "expression", "title", "unit"].contains($0.key)
    }
    self.init(try Feature(reading: Setting(.table(plain), at: setting.location)))
    transform = try table.choice("transform", TargetTransform.self) ?? .none
    raw = try table.read("raw") { try $0.checkedExpression() }
    if transform.needsRaw && raw == nil {
      throw WinnowError(
        .badConfiguration, "targets: the transform \(transform.rawValue) of “\(name)” needs “raw”, the "
          + "estimate that it divides by", at: setting.location)
    }
    if table.has("retransform") && !transform.isLogarithmic {
      throw WinnowError(
        .badConfiguration, "targets: retransform of “\(name)” has a meaning for the transforms log and "
          + "log_ratio alone", at: table["retransform"]?.location)
    }
    retransform = try table.choice("retransform", Retransform.self) ?? .smearing
  }

  /// One target, or a list of different ones.
  static func list(_ setting: Setting) throws -> [TargetPlan] {
    let items = setting.listOrSingle()
    guard !items.isEmpty else { throw setting.mismatch("at least one target") }
    let plans = try items.map { try TargetPlan(reading: $0) }
    for (index, plan) in plans.enumerated()
    where plans[..<index].contains(where: { $0.name == plan.name }) {
      throw WinnowError(
        .badConfiguration, "names the target “\(plan.name)” twice", at: items[index].location)
    }
    return plans
  }

  /// As it stands in the resolved analysis.
  var setting: Setting {
    var entries = [
      Setting.Entry("name", Setting(.text(name))),
      Setting.Entry("expression", Setting(.text(feature.expression))),
    ]
    if let title = feature.title { entries.append(.init("title", Setting(.text(title)))) }
    if let unit = feature.unit { entries.append(.init("unit", Setting(.text(unit)))) }
    entries.append(.init("transform", Setting(.text(transform.rawValue))))
    if let raw { entries.append(.init("raw", Setting(.text(raw)))) }
    if transform.isLogarithmic {
      entries.append(.init("retransform", Setting(.text(retransform.rawValue))))
    }
    return Setting(.table(entries))
  }

  /// One sentence for the report; empty where the target itself is learnt.
  var sentence: String {
    let back = needsSmearing ? "; predictions come back with Duan's smearing factor" : ""
    return switch transform {
    case .none: ""
    case .log: "Learnt is the logarithm\(back)."
    case .ratio: "Learnt is the ratio to the raw estimate."
    case .logRatio: "Learnt is the logarithm of the ratio to the raw estimate\(back)."
    }
  }
}

extension [TargetPlan] {
  /// The raw estimates that events must carry as spectators.
  func rawSpectators() throws -> [NamedExpression] {
    try compactMap { plan in
      try plan.raw.map { NamedExpression(plan.rawName, try $0.expression) }
    }
  }
}
