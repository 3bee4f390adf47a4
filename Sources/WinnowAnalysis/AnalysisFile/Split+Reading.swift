import WinnowCore
import WinnowExpressions
import WinnowInput

extension Split {
  private enum Mode: String, CaseIterable { case random, alternate, block, column, folds }

  private static let keys: [Mode: [String]] = [
    .random: ["test", "seed"], .alternate: [], .block: ["train", "test"],
    .column: ["column", "train", "test"], .folds: ["folds", "by"],
  ]

  /// What an analysis that names no split gets.
  static let standard = Split.random(testFraction: 0.5, seed: 100)

  /// - Parameter classes: how many classes the numbers of a block are for, each alike; nil where they are
  ///   of all events in the order of the files.
  init(reading setting: Setting, classes: Int?) throws {
    let all = Set(Self.keys.values.joined()).sorted()
    let any = try SettingTable(setting, owner: "split", keys: ["mode"] + all)
    let mode = try any.choice("mode", Mode.self) ?? .random
    let table = try SettingTable(
      setting, owner: "split (mode \(mode.rawValue))", keys: ["mode"] + (Self.keys[mode] ?? []))
    switch mode {
    case .random:
      let open = RealRange(0, 1, includesLower: false, includesUpper: false)
      self = .random(
        testFraction: try table.real("test", in: open) ?? 0.5,
        seed: UInt64(try table.integer("seed", in: 0...Int.max) ?? 100))
    case .alternate: self = .alternate
    case .block: self = try Self.block(table, classes: classes)
    case .column:
      self = .column(
        name: try table.require("column") { try $0.expressionText() },
        train: try table.require("train") { try $0.valueText() },
        test: try table.require("test") { try $0.valueText() })
    case .folds:
      self = .folds(
        try FoldRule(
          count: try table.integer("folds", in: 2...1000) ?? 5,
          by: try table.require("by") { try $0.expressionText() }))
    }
  }

  private static func block(_ table: SettingTable, classes: Int?) throws -> Split {
    func count(_ key: String) throws -> Count {
      guard let number = try table.integer(key, in: 1...Int.max) else { return .rest }
      return classes.map { .perClass(Array(repeating: number, count: $0)) } ?? .total(number)
    }
    let train = try count("train"), test = try count("test")
    if train == .rest && test == .rest {
      throw WinnowError(
        .badConfiguration, "\(table.owner) needs a number of train or test events",
        at: table.location)
    }
    return .block(train: train, test: test)
  }

  var setting: Setting {
    switch self {
    case .random(let test, let seed):
      return .table([
        "mode": "random", "test": Setting(.real(test)), "seed": Setting(.integer(Int(seed))),
      ])
    case .alternate:
      return .table(["mode": "alternate"])
    case .block(let train, let test):
      var entries = [Setting.Entry("mode", "block")]
      if let train = train.setting { entries.append(.init("train", train)) }
      if let test = test.setting { entries.append(.init("test", test)) }
      return Setting(.table(entries))
    case .column(let name, let train, let test):
      return .table([
        "mode": "column", "column": Setting(.text(name)), "train": Setting(.text(train)),
        "test": Setting(.text(test)),
      ])
    case .folds(let rule):
      return .table([
        "mode": "folds", "folds": Setting(.integer(rule.count)),
        "by": Setting(.text(rule.identifier)),
      ])
    }
  }
}

extension Split.Count {
  fileprivate var setting: Setting? {
    switch self {
    case .total(let number): Setting(.integer(number))
    case .perClass(let numbers): numbers.first.map { Setting(.integer($0)) }
    case .rest: nil
    }
  }
}

extension Setting {
  /// A value of a column as text: a word, a number or a flag.
  func valueText() throws -> String {
    switch value {
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    default: try text()
    }
  }
}

extension String {
  /// The text compiled as an expression.
  var expression: Expression { get throws { try Expression(parsing: self) } }
}
