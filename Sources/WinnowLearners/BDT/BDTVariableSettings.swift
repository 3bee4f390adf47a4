import WinnowCore
import WinnowKernels
import WinnowTrees

/// What is known of single variables before a training.
public struct BDTVariableSettings: RuledParameters, Hashable {
  /// +1 where the response must rise with a variable, −1 where it must fall.
  public var monotone: [String: Int] = [:]
  /// Groups of variables; those between the root and a leaf lie in one group.
  public var interactions: [[String]] = []
  /// Variables whose values are names of categories.
  public var categorical: [String] = []
  public var categories = CategoryRule()

  public init() {}

  public static var rules: [ParameterRule<BDTVariableSettings>] {
    [monotoneRule, interactionRule, categoricalRule] + categoryRules
  }

  private static var categoryRules: [ParameterRule<BDTVariableSettings>] {
    [
      .real(
        "category_smoothing", \.categories.smoothing, .atLeast(0),
        "Hessian added to each category when categories are ordered; one of fewer events in a node is "
          + "not ordered"),
      .real("category_l2", \.categories.l2, .atLeast(0), "added to l2 in the gain of cuts on sets"),
      .integer(
        "category_set", \.categories.largestSet, 1...255,
        "categories that a cut sets apart from the rest, at most"),
      .integer(
        "category_events", \.categories.leastGroup, 1...1_000_000_000,
        "events by which a set of categories grows before a cut is tried, and events of the rest"),
      .integer(
        "category_single", \.categories.oneAgainstRest, 0...255,
        "up to so many categories, cuts set one apart, without category_l2"),
    ]
  }

  private static var monotoneRule: ParameterRule<BDTVariableSettings> {
    ParameterRule(
      "monotone", range: "{variable: 1 | -1, …}",
      "variables with which the response must rise (1) or fall (-1)",
      invalid: .table(["met": 2]),
      read: { settings, setting in
        for entry in try setting.table() {
          let direction = try entry.value.integer()
          guard abs(direction) == 1 else { throw entry.value.mismatch("1 or -1") }
          settings.monotone[entry.key] = direction
        }
      },
      write: { settings in
        Setting(
          .table(
            settings.monotone.sorted { $0.key < $1.key }
              .map { Setting.Entry($0.key, Setting(.integer($0.value))) }))
      })
  }

  private static var interactionRule: ParameterRule<BDTVariableSettings> {
    ParameterRule(
      "interactions", range: "[[variable, …], …]",
      "groups of variables that may meet between the root of a tree and a leaf; those in no group "
        + "form one more; empty: all may meet",
      invalid: [3],
      read: { settings, setting in
        settings.interactions = try setting.list().map { try $0.list().map { try $0.text() } }
      },
      write: { settings in
        Setting(
          .list(
            settings.interactions.map { Setting(.list($0.map { Setting(.text($0)) })) }))
      })
  }

  private static var categoricalRule: ParameterRule<BDTVariableSettings> {
    ParameterRule(
      "categorical", range: "[variable, …]",
      "variables whose values are names, at most 255 each, which cuts part in two sets; other values "
        + "later on go where missing ones go",
      invalid: [3],
      read: { settings, setting in
        settings.categorical = try setting.listOrSingle().map { try $0.text() }
      },
      write: { Setting(.list($0.categorical.map { Setting(.text($0)) })) })
  }

  /// - Throws: `badConfiguration` for a name that no variable has and for a categorical variable that is
  ///   monotone; `badData` for one of more than 255 values.
  func check(_ sample: Sample) throws {
    let variables = sample.schema.names
    try checkNames(variables)
    for name in categorical {
      if monotone[name] != nil {
        throw WinnowError(.badConfiguration, "BDT: “\(name)” is categorical and cannot be monotone")
      }
      let values = variables.firstIndex(of: name).map { Self.distinct(sample.columns[$0]) } ?? 0
      if values > BinEdges.maximumCategories {
        throw WinnowError(
          .badData, "the categorical variable “\(name)” has \(values) different values; allowed: at "
            + "most \(BinEdges.maximumCategories)")
      }
    }
  }

  /// NaN, which equals nothing, is left out.
  private static func distinct(_ values: [Float]) -> Int {
    Set(values.lazy.filter { !$0.isNaN }).count
  }

  private func checkNames(_ variables: [String]) throws {
    let named = [("monotone", Array(monotone.keys).sorted()), ("categorical", categorical)]
      + interactions.map { ("interactions", $0) }
    for (option, names) in named {
      for name in names where !variables.contains(name) {
        throw WinnowError(
          .badConfiguration, "BDT: \(option): there is no input variable “\(name)”"
            + Spelling.hint(for: name, in: variables))
      }
    }
  }

  /// By variable; empty where none is given.
  func directions(_ variables: [String]) -> [Int] {
    monotone.isEmpty ? [] : variables.map { monotone[$0] ?? 0 }
  }

  /// The categorical ones in numbers.
  func categories(_ variables: [String]) -> Set<Int> {
    Set(variables.indices.filter { categorical.contains(variables[$0]) })
  }

  /// The groups in numbers, and that of the variables in none.
  func groups(_ variables: [String]) -> [[Int]] {
    if interactions.isEmpty { return [] }
    let groups = interactions.map { group in
      variables.indices.filter { group.contains(variables[$0]) }
    }
    let rest = variables.indices.filter { feature in !groups.contains { $0.contains(feature) } }
    return rest.isEmpty ? groups : groups + [Array(rest)]
  }
}
