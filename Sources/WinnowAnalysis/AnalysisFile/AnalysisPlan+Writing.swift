import Foundation
import WinnowCore
import WinnowEvaluation

extension AnalysisPlan {
  /// The analysis with every default filled in and every path absolute: it runs from anywhere, and
  /// two runs of one text are of one analysis.
  public func resolved() throws -> Setting {
    var entries: [Setting.Entry] = [.init("name", Setting(.text(name))), .init("input", inputSetting)]
    entries.append(.init("variables", Setting(.list(variables.map(\.setting)))))
    if !spectators.isEmpty { entries.append(.init("spectators", .texts(spectators))) }
    if let weight { entries.append(.init("weight", Setting(.text(weight)))) }
    if let cut { entries.append(.init("cut", Setting(.text(cut)))) }
    entries.append(.init("missing", Setting(.text(missing.rawValue))))
    entries.append(.init("normalization", Setting(.text(normalization.rawValue))))
    if case .together = input { entries.append(.init("split", split.setting)) }
    if let transforms { entries.append(.init("transforms", transforms)) }
    entries.append(.init("methods", try methodsSetting()))
    entries.append(.init("evaluation", evaluation.settings))
    return Setting(.table(entries))
  }

  private var inputSetting: Setting {
    switch input {
    case .together(let events): events.setting(directory)
    case .apart(let train, let test):
      .table(["train": train.setting(directory), "test": test.setting(directory)])
    }
  }

  private func methodsSetting() throws -> Setting {
    let entries = try methods.map { plan in
      var own: [Setting.Entry] = []
      if plan.kind != plan.name { own.append(.init("method", Setting(.text(plan.kind)))) }
      if let transforms = plan.transforms { own.append(.init("transforms", transforms)) }
      if let validation = plan.validation {
        own.append(.init("validation", Setting(.real(validation))))
      }
      own += try plan.learner().resolvedSettings.table()
      return Setting.Entry(plan.name, Setting(.table(own)))
    }
    return Setting(.table(entries))
  }
}

extension Learner {
  /// All settings, defaults included.
  var resolvedSettings: Setting { parameters.settings }
}

extension Feature {
  fileprivate var setting: Setting {
    if title == nil && unit == nil {
      return Setting(.text(name == expression ? name : "\(name) := \(expression)"))
    }
    var entries = [Setting.Entry("name", Setting(.text(name)))]
    entries.append(.init("expression", Setting(.text(expression))))
    if let title { entries.append(.init("title", Setting(.text(title)))) }
    if let unit { entries.append(.init("unit", Setting(.text(unit)))) }
    return Setting(.table(entries))
  }
}

extension Setting {
  static func texts(_ texts: [String]) -> Setting {
    Setting(.list(texts.map { Setting(.text($0)) }))
  }
}

extension EventsPlan {
  func setting(_ directory: URL) -> Setting {
    switch self {
    case .classes(let signal, let background):
      return .table([
        "signal": Setting(.table(signal.entries(directory))),
        "background": Setting(.table(background.entries(directory))),
      ])
    case .labelled(let source, let label):
      return Setting(
        .table(
          source.entries(directory) + [
            .init("label", Setting(.text(label.column))),
            .init("signal", .texts(label.signal)),
            .init("background", .texts(label.background)),
          ]))
    }
  }
}

extension SourcePlan {
  func entries(_ directory: URL) -> [Setting.Entry] {
    let paths = files.map { Self.absolute($0, directory) }
    var entries = [Setting.Entry("files", .texts(paths))]
    if let weight { entries.append(.init("weight", Setting(.text(weight)))) }
    if let cut { entries.append(.init("cut", Setting(.text(cut)))) }
    if let events { entries.append(.init("events", Setting(.integer(events)))) }
    if let csv = csv.setting { entries.append(.init("csv", csv)) }
    return entries
  }

  /// A path that starts at the analysis file's folder unless it is absolute.
  static func absolute(_ path: String, _ directory: URL) -> String {
    path.hasPrefix("/") ? path : directory.appendingPathComponent(path).standardizedFileURL.path
  }
}

extension CSVPlan {
  fileprivate var setting: Setting? {
    var entries: [Setting.Entry] = []
    if let header { entries.append(.init("header", Setting(.flag(header)))) }
    if let names { entries.append(.init("names", .texts(names))) }
    if let delimiter { entries.append(.init("delimiter", Setting(.text(delimiter)))) }
    return entries.isEmpty ? nil : Setting(.table(entries))
  }
}

extension SplitPlan {
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
      if let train { entries.append(.init("train", Setting(.integer(train)))) }
      if let test { entries.append(.init("test", Setting(.integer(test)))) }
      return Setting(.table(entries))
    case .column(let name, let train, let test):
      return .table([
        "mode": "column", "column": Setting(.text(name)),
        "train": Setting(.list(train.map { Setting(.real($0)) })),
        "test": Setting(.list(test.map { Setting(.real($0)) })),
      ])
    case .folds(let count, let identifier):
      return .table([
        "mode": "folds", "folds": Setting(.integer(count)), "by": Setting(.text(identifier)),
      ])
    }
  }

  /// One sentence for the report.
  var sentence: String {
    switch self {
    case .random(let test, let seed):
      "Events of each class were divided at random (seed \(seed)): "
        + "a fraction of \(1 - test) for training, \(test) for the test."
    case .alternate:
      "Events of each class went to training and test in turn."
    case .block(let train, let test):
      "The first \(train.map(String.init) ?? "remaining") events of each class are for training, "
        + "the next \(test.map(String.init) ?? "remaining") for the test."
    case .column(let name, let train, let test):
      "The column “\(name)” tells training (\(train.map { "\($0)" }.joined(separator: ", "))) "
        + "from test (\(test.map { "\($0)" }.joined(separator: ", ")))."
    case .folds(let count, let identifier):
      "\(count) folds by “\(identifier)” mod \(count): each event is scored by the model that has "
        + "not seen it, so all events are test events."
    }
  }
}
