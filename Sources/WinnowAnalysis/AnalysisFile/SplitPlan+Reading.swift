import WinnowCore

extension SplitPlan {
  private enum Mode: String, CaseIterable { case random, alternate, block, column, folds }

  private static let keys: [Mode: [String]] = [
    .random: ["test", "seed"], .alternate: [], .block: ["train", "test"],
    .column: ["column", "train", "test"], .folds: ["folds", "by"],
  ]

  init(reading setting: Setting) throws {
    let all = Set(Self.keys.values.joined()).sorted()
    let any = try SettingTable(setting, owner: "split", keys: ["mode"] + all)
    let mode = try any.choice("mode", Mode.self) ?? .random
    let table = try SettingTable(
      setting, owner: "split (mode \(mode.rawValue))", keys: ["mode"] + (Self.keys[mode] ?? []))
    switch mode {
    case .random:
      let open = RealRange(0, 1, includesLower: false, includesUpper: false)
      self = .random(
        test: try table.real("test", in: open) ?? 0.5,
        seed: UInt64(try table.integer("seed", in: 0...Int.max) ?? 100))
    case .alternate:
      self = .alternate
    case .block:
      self = .block(
        train: try table.integer("train", in: 1...Int.max),
        test: try table.integer("test", in: 1...Int.max))
    case .column:
      self = .column(
        name: try table.require("column") { try $0.expressionText() },
        train: try table.require("train") { try $0.listOrSingle().map { try $0.real() } },
        test: try table.require("test") { try $0.listOrSingle().map { try $0.real() } })
    case .folds:
      self = .folds(
        try table.integer("folds", in: 2...100) ?? 5,
        identifier: try table.require("by") { try $0.expressionText() })
    }
  }
}
