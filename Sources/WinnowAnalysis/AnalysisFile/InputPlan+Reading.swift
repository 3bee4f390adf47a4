import WinnowCore
import WinnowExpressions
import WinnowInput

extension InputPlan {
  private static let classes = ["label", "signal", "background", "classes"]
  private static let apart = ["train", "test", "csv"]

  /// The `input` part in any of its forms: classes in files of their own, one file with a label column,
  /// files without classes for a regression, or training and test apart (each in one of these forms).
  init(reading setting: Setting, hasTargets: Bool) throws {
    if hasTargets { try Self.refuseClasses(setting) }
    guard setting["train"] != nil || setting["test"] != nil else {
      self = .together(try EventsPlan(reading: setting, inheriting: nil, hasTargets: hasTargets))
      return
    }
    let table = try SettingTable(setting, owner: "input", keys: Self.apart + Self.classes)
    func part(_ setting: Setting) throws -> EventsPlan {
      try EventsPlan(reading: setting, inheriting: table, hasTargets: hasTargets)
    }
    let train = try table.require("train", part), test = try table.require("test", part)
    guard train.classNames == test.classNames else {
      throw WinnowError(
        .badConfiguration, "input: training and test events have different classes: "
          + "\(train.classNames.joined(separator: ", ")), and "
          + test.classNames.joined(separator: ", "), at: setting.location)
    }
    self = .apart(train: train, test: test)
  }

  fileprivate static var eventKeys: [String] {
    ["file", "files", "weight", "cut", "events", "csv"] + classes
  }

  /// One analysis has one task.
  private static func refuseClasses(_ setting: Setting) throws {
    for part in [setting] + ["train", "test"].compactMap({ setting[$0] }) {
      for key in classes {
        guard let place = part[key] else { continue }
        throw WinnowError(
          .badConfiguration, "input.\(key) is for classes, but the analysis has targets: one of the two "
            + "must go", at: place.location)
      }
    }
  }
}

extension EventsPlan {
  /// - Parameter outer: where `label`, the classes and `csv` are looked up that the part itself does not
  ///   give.
  init(reading setting: Setting, inheriting outer: SettingTable?, hasTargets: Bool) throws {
    let table = try SettingTable(setting, owner: "input", keys: InputPlan.eventKeys)
    func look(_ key: String) -> Setting? { table[key] ?? outer?[key] }
    let csv = try look("csv").map { try CSVPlan(reading: $0) } ?? CSVPlan()

    if hasTargets {
      self = .plain(try SourcePlan(table), csv: csv)
    } else if table.has("file") || table.has("files") {
      self = .labelled(
        try SourcePlan(table), label: try LabelPlan(look, at: setting.location), csv: csv)
    } else {
      self = .classes(try ClassPlan.list(table), csv: csv)
    }
  }
}

extension ClassPlan {
  /// Files of their own: `signal` and `background`, or any number under `classes`.
  static func list(_ table: SettingTable) throws -> [ClassPlan] {
    for key in ["label", "weight", "cut", "events"] where table.has(key) {
      throw WinnowError(
        .badConfiguration, "input.\(key) belongs beside a file, or inside signal and background",
        at: table[key]?.location)
    }
    guard let classes = table["classes"] else {
      return [
        ClassPlan(
          name: "signal", source: try table.require("signal") { try SourcePlan(reading: $0) }),
        ClassPlan(
          name: "background",
          source: try table.require("background") { try SourcePlan(reading: $0) }),
      ]
    }
    try ClassNames.check(classes, beside: { table[$0] })
    return try table.require("classes") { setting in
      try ClassNames.checked(setting.table().map(\.key), at: setting.location)
      return try setting.table().map {
        ClassPlan(name: $0.key, source: try SourcePlan(reading: $0.value))
      }
    }
  }
}

/// What may name classes: the names become parts of column names.
private enum ClassNames {
  /// - Throws: `badConfiguration` where signal or background stand beside a list of classes.
  static func check(_ classes: Setting, beside look: (String) -> Setting?) throws {
    for key in ["signal", "background"] where look(key) != nil {
      throw WinnowError(
        .badConfiguration, "input: give either signal and background, or classes",
        at: look(key)?.location ?? classes.location)
    }
  }

  static func checked(_ names: [String], at place: SourceLocation?) throws {
    guard (3...100).contains(names.count) else {
      throw WinnowError(
        .badConfiguration, "input.classes must be 3 to 100; got \(names.count) (two classes are "
          + "“signal” and “background”)", at: place)
    }
    for (index, name) in names.enumerated() {
      let fits = (1...60).contains(name.count)
        && !name.contains { $0.isNewline || $0 == "/" || $0 == "\0" }
      guard fits, !names[..<index].contains(name) else {
        throw WinnowError(
          .badConfiguration, "input.classes: “\(name)” is named twice, or cannot name a class; a name has "
            + "1 to 60 characters and no “/”", at: place)
      }
    }
  }
}

extension SourcePlan {
  /// A file, a list of files, or a table of files with weight, cut and a limit.
  init(reading setting: Setting) throws {
    guard case .table = setting.value else {
      self.init(files: try Self.files(setting), location: setting.location)
      return
    }
    try self.init(
      SettingTable(setting, owner: "input", keys: ["file", "files", "weight", "cut", "events"]))
  }

  init(_ table: SettingTable) throws {
    guard table.has("file") != table.has("files") else {
      throw WinnowError(
        .badConfiguration, "\(table.owner) needs either “file” or “files”", at: table.location)
    }
    files = try table.read("file") { try Self.files($0) }
      ?? table.require("files") { try Self.files($0) }
    weight = try table.read("weight") { try $0.checkedExpression() }
    cut = try table.read("cut") { try $0.checkedExpression() }
    events = try table.integer("events", in: 1...Int.max)
    location = table.location
  }

  private static func files(_ setting: Setting) throws -> [String] {
    let files = try setting.listOrSingle().map { item in
      let name = try item.text()
      guard !name.isEmpty else { throw item.mismatch("a file name") }
      return name
    }
    guard !files.isEmpty else { throw setting.mismatch("at least one file") }
    return files
  }
}

extension CSVPlan {
  init(reading setting: Setting) throws {
    let table = try SettingTable(
      setting, owner: "input.csv", keys: ["header", "names", "delimiter"])
    header = try table.read("header") { try $0.flag() }
    names = try table.read("names") { try $0.list().map { try $0.text() } }
    delimiter = try table.choice("delimiter", CSVOptions.Delimiter.self)
  }
}

extension LabelPlan {
  init(_ look: (String) -> Setting?, at place: SourceLocation?) throws {
    guard let label = look("label") else {
      throw WinnowError(
        .badConfiguration,
        "input.label is missing: one file with both classes needs the column that tells them apart, and "
          + "a regression its targets", at: place)
    }
    column = try label.expressionText().unquoted
    location = label.location ?? place
    if let given = look("classes") {
      try ClassNames.check(given, beside: look)
      classes = try Self.classes(given)
    } else {
      classes = try ["signal", "background"].map {
        Class(name: $0, values: try Self.values($0, look, at: place))
      }
    }
    try checkValues()
  }

  /// A list of values that name their classes, or a table of names with their values.
  private static func classes(_ setting: Setting) throws -> [Class] {
    let classes = if case .table(let entries) = setting.value {
      try entries.map {
        Class(name: $0.key, values: try $0.value.listOrSingle().map { try $0.valueText() })
      }
    } else {
      try setting.list().map { try $0.valueText() }.map { Class(name: $0, values: [$0]) }
    }
    try ClassNames.checked(classes.map(\.name), at: setting.location)
    return classes
  }

  /// Each class has values, and no value stands for two classes.
  private func checkValues() throws {
    for (index, one) in classes.enumerated() {
      // The last class may take all other values.
      guard !one.values.isEmpty || index == classes.count - 1 else {
        throw WinnowError(
          .badConfiguration, "input: the class “\(one.name)” has no value of the label", at: location)
      }
      for other in classes[..<index] {
        guard let both = one.values.first(where: other.values.contains) else { continue }
        throw WinnowError(
          .badConfiguration, "input: the label “\(both)” stands for \(other.name) and for \(one.name)",
          at: location)
      }
    }
  }

  private static func values(
    _ key: String, _ look: (String) -> Setting?, at place: SourceLocation?
  ) throws -> [String] {
    guard let setting = look(key) else {
      throw WinnowError(
        .badConfiguration, "input.\(key) is missing: the value of the label column for \(key)",
        at: place)
    }
    return try setting.listOrSingle().map { try $0.valueText() }
  }
}
