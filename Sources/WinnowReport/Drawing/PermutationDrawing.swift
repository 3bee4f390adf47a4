import WinnowEvaluation

/// What a method is worse by without the order of each variable, as bars for its page and as a table of all
/// methods.
struct PermutationDrawing {
  /// A quantity that shuffling makes worse.
  struct Figure {
    /// As in “AUC lost”.
    let change: String
    /// The difference that is drawn.
    let axis: String

    static let area = Figure(change: "AUC lost", axis: "AUC − AUC (shuffled)")
    static let meanArea = Figure(
      change: "Mean AUC lost", axis: "Mean AUC − mean AUC (shuffled)")

    static func width(of target: TargetFigures) -> Figure {
      let unit = target.unit.map { " [\($0)]" } ?? ""
      return Figure(
        change: "RMS of \(target.name) gained",
        axis: "RMS (shuffled) − RMS of \(target.name)\(unit)")
    }
  }

  let figure: Figure
  let method: String
  let losses: [PermutationImportance]
  let events: Int?

  init(
    _ figure: Figure, of method: String, _ losses: [PermutationImportance]?, events: Int?
  ) {
    self.figure = figure
    self.method = method
    self.losses = (losses ?? []).filter(\.loss.isDefined)
    self.events = events
  }

  /// nil where it was not taken.
  func plot(named name: String) -> Plot? {
    if losses.isEmpty { return nil }
    let bars = losses.map { Bar($0.variable, $0.loss.value, $0.loss.error) }
    return BarDrawing(
      name: name,
      title: "\(figure.change) by \(method) without the order of a variable\(sample)",
      description: "\(figure.change) by \(method) when one variable is shuffled among test events, with "
        + "its error, highest on top.",
      axis: figure.axis
    ).plot([BarDrawing.Group(bars.sorted { $0.value > $1.value })])
  }

  private var sample: String {
    events.map { ", on \(FigureFormat.count($0)) test events" } ?? ""
  }

  /// All methods side by side, the variables by their worth to the first; nil where none was taken.
  static func table(_ methods: [PermutationDrawing]) -> Table? {
    let taken = methods.filter { !$0.losses.isEmpty }
    guard let first = taken.first else { return nil }
    let variables = first.losses.sorted { $0.loss.value > $1.loss.value }.map(\.variable)
    return Table(
      title: "\(first.figure.change) without the order of a variable",
      columns: [.init("Variable", .left)] + taken.map { .init($0.method) },
      rows: variables.map { variable in
        [variable] + taken.map { method in
          method.losses.first { $0.variable == variable }.map { FigureFormat.measured($0.loss) }
            ?? FigureFormat.undefined
        }
      },
      note: "Each variable is shuffled among part of the test events. Of two variables that say the same "
        + "neither may look important.")
  }
}
