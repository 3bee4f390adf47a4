import WinnowEvaluation

/// All plots of a classification, by their place in the report.
public struct RunPlots: Sendable {
  public struct Group: Sendable {
    public let title: String
    public let plots: [Plot]
  }

  public let all: [Plot]
  /// One group per method, in the order of the summary.
  public let methods: [Group]

  public init(_ summary: RunSummary) {
    let report = ClassificationReport(summary)
    all = report.plots
    methods = report.methods.map { Group(title: $0.identity.name, plots: $0.plots) }
  }

  /// Original variables first, then one group per transform chain.
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
      title: "As read",
      plots: [plain.ranking] + [inputs.parallel.map { ParallelDrawing(ranks: $0).plot }].compactMap { $0 }
        + plain.distributions + plain.correlationMatrices)
    return [first] + chains
  }
}
