import Foundation
import WinnowCore
import WinnowEvaluation
import WinnowInput

extension AnalysisPlan {
  /// The analysis with every default filled in and every path absolute: it runs from anywhere, and
  /// two runs of one text are of one analysis.
  public func resolved() throws -> Setting {
    var entries: [Setting.Entry] = [.init("name", Setting(.text(name)))]
    entries.append(.init("input", input.setting(directory)))
    entries.append(.init("variables", Setting(.list(variables.map(\.setting)))))
    if !targets.isEmpty {
      entries.append(.init("targets", Setting(.list(targets.map(\.setting)))))
    }
    if !spectators.isEmpty { entries.append(.init("spectators", .texts(spectators))) }
    if let weight { entries.append(.init("weight", Setting(.text(weight)))) }
    if let cut { entries.append(.init("cut", Setting(.text(cut)))) }
    entries.append(.init("missing", Setting(.text(missing.rawValue))))
    if targets.isEmpty {
      entries.append(.init("normalization", Setting(.text(normalization.rawValue))))
    }
    if case .together = input { entries.append(.init("split", split.setting)) }
    if let transforms { entries.append(.init("transforms", transforms)) }
    entries.append(.init("methods", try methodsSetting()))
    entries.append(.init("evaluation", evaluationSettings))
    if !systematics.isEmpty {
      let variations = systematics.map { Setting.Entry($0.name, $0.setting(directory)) }
      entries.append(.init("systematics", Setting(.table(variations))))
    }
    return Setting(.table(entries))
  }

  private var evaluationSettings: Setting {
    switch task {
    case .classification: evaluation.settings
    case .multiclass: multiclass.settings
    case .regression: regression.settings
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

extension InputPlan {
  func setting(_ directory: URL) -> Setting {
    switch self {
    case .together(let events): events.setting(directory)
    case .apart(let train, let test):
      .table(["train": train.setting(directory), "test": test.setting(directory)])
    }
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
    case .classes(let classes, let csv):
      let entries = classes.map {
        Setting.Entry($0.name, Setting(.table($0.source.entries(directory))))
      }
      return Setting(.table(Self.asRead(entries) + csv.entries))
    case .labelled(let source, let label, let csv):
      let entries = label.classes.map { Setting.Entry($0.name, .texts($0.values)) }
      let column = [Setting.Entry("label", Setting(.text(label.column)))]
      return Setting(
        .table(source.entries(directory) + column + Self.asRead(entries) + csv.entries))
    case .plain(let source, let csv):
      return Setting(.table(source.entries(directory) + csv.entries))
    }
  }

  /// Signal and background stand beside the other keys, more classes under `classes`.
  private static func asRead(_ classes: [Setting.Entry]) -> [Setting.Entry] {
    classes.count == 2 ? classes : [.init("classes", Setting(.table(classes)))]
  }
}

extension SourcePlan {
  func entries(_ directory: URL) -> [Setting.Entry] {
    let paths = files.map { Self.absolute($0, directory) }
    var entries = [Setting.Entry("files", .texts(paths))]
    if let weight { entries.append(.init("weight", Setting(.text(weight)))) }
    if let cut { entries.append(.init("cut", Setting(.text(cut)))) }
    if let events { entries.append(.init("events", Setting(.integer(events)))) }
    return entries
  }

  /// A path that starts at the analysis file's folder unless it is absolute.
  static func absolute(_ path: String, _ directory: URL) -> String {
    // “..” stays as it is: behind a symbolic link it means another folder than the text suggests.
    path.hasPrefix("/") || path.hasPrefix("~/") ? path : "\(directory.path)/\(path)"
  }
}

extension CSVPlan {
  /// Nothing where all is left to detection.
  fileprivate var entries: [Setting.Entry] {
    var entries: [Setting.Entry] = []
    if let header { entries.append(.init("header", Setting(.flag(header)))) }
    if let names { entries.append(.init("names", .texts(names))) }
    if let delimiter { entries.append(.init("delimiter", Setting(.text(delimiter.rawValue)))) }
    return entries.isEmpty ? [] : [.init("csv", Setting(.table(entries)))]
  }
}
