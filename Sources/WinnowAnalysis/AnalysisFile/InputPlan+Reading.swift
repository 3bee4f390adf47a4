import WinnowCore
import WinnowInput

extension InputPlan {
  private static let shared = ["label", "signal", "background", "weight", "cut", "events", "csv"]
  private static let together = ["file", "files"] + shared
  private static let apart = ["train", "test", "label", "signal", "background", "csv"]

  /// The `input` part in any of its three forms: classes in files of their own, one file with a label
  /// column, or training and test apart (each in one of the first two forms).
  init(reading setting: Setting) throws {
    guard setting["train"] != nil || setting["test"] != nil else {
      self = .together(try EventsPlan(reading: setting, inheriting: nil))
      return
    }
    let table = try SettingTable(setting, owner: "input", keys: Self.apart)
    let train = try table.require("train") { try EventsPlan(reading: $0, inheriting: table) }
    let test = try table.require("test") { try EventsPlan(reading: $0, inheriting: table) }
    self = .apart(train: train, test: test)
  }

  fileprivate static var eventKeys: [String] { together }
}

extension EventsPlan {
  /// - Parameter outer: where `label`, `signal`, `background` and `csv` are looked up that the part
  ///   itself does not give.
  init(reading setting: Setting, inheriting outer: SettingTable?) throws {
    let table = try SettingTable(setting, owner: "input", keys: InputPlan.eventKeys)
    func look(_ key: String) -> Setting? { table[key] ?? outer?[key] }
    let csv = try look("csv").map { try CSVPlan(reading: $0) } ?? CSVPlan()

    if table.has("file") || table.has("files") {
      self = .labelled(
        try SourcePlan(table), label: try LabelPlan(look, at: setting.location), csv: csv)
      return
    }
    for key in ["label", "weight", "cut", "events"] where table.has(key) {
      throw WinnowError(
        .badConfiguration, "input.\(key) belongs beside a file, or inside signal and background",
        at: table[key]?.location)
    }
    self = .classes(
      signal: try table.require("signal") { try SourcePlan(reading: $0) },
      background: try table.require("background") { try SourcePlan(reading: $0) }, csv: csv)
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
        "input.label is missing: one file with both classes needs the column that tells them apart",
        at: place)
    }
    column = try label.expressionText().unquoted
    signal = try Self.values("signal", look, at: place)
    background = try Self.values("background", look, at: place)
    location = label.location ?? place
    if let both = signal.first(where: background.contains) {
      throw WinnowError(
        .badConfiguration, "input: the label “\(both)” stands for signal and for background",
        at: location)
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
