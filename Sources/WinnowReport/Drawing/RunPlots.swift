import WinnowEvaluation

/// All plots of a run, by their place in the report.
public struct RunPlots: Sendable {
  public struct Group: Sendable {
    public let title: String
    public let plots: [Plot]
  }

  /// Original variables first, then one group per transform chain.
  public let inputs: [Group]
  /// One group per method, in the order of the summary.
  public let methods: [Group]
  /// One group per question of the report.
  public let chapters: [Group]

  public init(_ summary: RunSummary) {
    inputs = Self.inputGroups(summary.inputs)
    let stems = FileStem.unique(summary.methods.map(\.name))
    methods = zip(summary.methods, stems).map { method, stem in
      Group(title: method.name, plots: MethodDrawing(method: method, stem: stem).plots)
    }
    chapters = Chapter.all(summary).map { Group(title: $0.title, plots: $0.plots) }
  }

  public var all: [Plot] { (inputs + methods + chapters).flatMap(\.plots) }

  static func inputGroups(_ inputs: InputFigures) -> [Group] {
    guard !inputs.variables.isEmpty else { return [] }
    let plain = InputDrawing(
      variables: inputs.variables, correlations: inputs.correlations, stem: "inputs", context: "")
    let chains = inputs.transformed.enumerated().filter { !$0.element.variables.isEmpty }.map {
      let drawing = InputDrawing(
        variables: $0.element.variables, correlations: $0.element.correlations,
        stem: "inputs-transformed-\($0.offset + 1)", context: "after \($0.element.chain)")
      return Group(
        title: "After \($0.element.chain) (\($0.element.methods.joined(separator: ", ")))",
        plots: drawing.distributions + drawing.correlationMatrices)
    }
    let first = Group(
      title: "As read", plots: [plain.ranking] + plain.distributions + plain.correlationMatrices)
    return [first] + chains
  }
}
