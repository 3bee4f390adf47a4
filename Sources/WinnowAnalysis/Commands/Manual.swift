import WinnowCore
import WinnowEvaluation
import WinnowReport
import WinnowToys
import WinnowTransforms

/// `winnow describe`: methods, transforms and toys, from the tables that also validate them.
public enum Manual {
  /// Something with options.
  private struct Entry {
    let name: String
    let summary: String
    let options: [OptionDescription]
    var notes: [String] = []
  }

  private static var methods: [Entry] {
    Catalog.methods.map { method in
      let traits = method.traits
      let tasks = LearnerTraits.Task.allCases.filter(traits.tasks.contains).map(\.rawValue)
      var notes = ["Tasks: \(tasks.joined(separator: ", "))."]
      notes.append("Negative event weights: \(traits.negativeWeights)")
      notes.append("Missing values: " + (traits.missingValues ? "understood." : "not understood."))
      if !traits.defaultTransforms.isEmpty {
        notes.append("Default transforms: [\(traits.defaultTransforms.joined(separator: ", "))].")
      }
      return Entry(
        name: method.identifier, summary: method.summary,
        options: method.manual + commonOptions(traits), notes: notes)
    }
  }

  /// What every entry under `methods` understands beside the method's own options.
  private static func commonOptions(_ traits: LearnerTraits) -> [OptionDescription] {
    var options = [
      OptionDescription(
        name: "method", defaultValue: "the entry's name", range: "a method",
        summary: "the method behind an entry with a name of its own"),
      OptionDescription(
        name: "transforms", defaultValue: "the analysis'", range: "a list",
        summary: "transforms for this method alone"),
    ]
    if traits.wantsValidation {
      options.append(
        OptionDescription(
          name: "validation", defaultValue: "\(TrainingJob.validationFraction)", range: "[0, 0.9]",
          summary: "fraction of the training events set aside for early stopping"))
    }
    return options
  }

  private static var transforms: [Entry] {
    TransformCatalog.all.map {
      Entry(
        name: $0.identifier, summary: $0.summary, options: TransformCatalog.options(of: $0))
    }
  }

  private static var toys: [Entry] {
    ToyCatalog.all.map { Entry(name: $0.identifier, summary: $0.summary, options: $0.options) }
  }

  private static var sections: [(title: String, entries: [Entry])] {
    [("Methods", methods), ("Transforms", transforms), ("Toys", toys)]
  }

  /// One line each.
  public static func overview() -> String {
    sections.map { section in
      Table(
        title: section.title, columns: [.init("name", .left), .init("what it is", .left)],
        rows: section.entries.map { [$0.name, $0.summary] }
      ).text(width: TextReport.width)
    }.joined(separator: "\n")
      + "\nThe options of one of them: winnow describe NAME"
  }

  /// All options of one name, which may be a transform and a toy at once.
  /// - Throws: `usage` with the nearest name.
  public static func text(of name: String) throws -> String {
    let found = sections.flatMap(\.entries).filter { $0.name == name }
    guard !found.isEmpty else {
      let names = sections.flatMap(\.entries).map(\.name)
      throw WinnowError(
        .usage, "there is no method, transform or toy “\(name)”"
          + Spelling.hint(for: name, in: names))
    }
    return found.map(list).joined(separator: "\n\n")
  }

  /// Options one below the other: defaults and ranges may be longer than a line.
  private static func list(_ entry: Entry) -> String {
    let options = entry.options.map { option in
      "  \(option.name): \(option.summary)\n"
        + "      default \(option.defaultValue); allowed: \(option.range)"
    }
    let notes = entry.notes.map { "  \($0)" }
    return (["\(entry.name): \(entry.summary)"] + options + notes).joined(separator: "\n")
  }

  /// The whole manual.
  public static func markdown() -> String {
    let parts = sections.map { section in
      "## \(section.title)\n\n" + section.entries.map { entry in
        "### \(entry.name)\n\n\(entry.summary)\n\n"
          + (entry.options.isEmpty ? "No options.\n" : table(entry).markdown())
          + entry.notes.map { "\n\($0)\n" }.joined()
      }.joined(separator: "\n")
    }
    return "# Methods, transforms and toys\n\n" + parts.joined(separator: "\n")
  }

  private static func table(_ entry: Entry) -> Table {
    Table(
      title: "",
      columns: [
        .init("option", .left), .init("default", .left), .init("range", .left),
        .init("meaning", .left),
      ],
      rows: entry.options.map { [$0.name, $0.defaultValue, $0.range, $0.summary] })
  }
}
