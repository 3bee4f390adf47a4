import WinnowCore
import WinnowEvaluation

/// What the templates of the report see. Text is `PageText`; only pictures are markup.
struct PageModel {
  struct TableModel {
    struct Cell {
      let text: PageText
      let alignment: PageText
      /// The first cell of a row names it.
      let isHead: Bool
    }
    struct Row { let cells: [Cell] }

    let title: PageText
    let head: [Cell]
    let rows: [Row]
    let note: PageText

    init(_ table: Table) {
      func cells(_ texts: [String]) -> [Cell] {
        zip(texts, table.columns).enumerated().map { place, cell in
          Cell(
            text: PageText(cell.0), alignment: cell.1.alignment == .left ? "left" : "right",
            isHead: place == 0)
        }
      }
      title = PageText(table.title)
      head = cells(table.columns.map(\.header))
      rows = table.rows.map { Row(cells: cells($0)) }
      note = PageText(table.note ?? "")
    }
  }

  struct Figure {
    let id: PageText
    let title: PageText
    let description: PageText
    /// An SVG element; nil where it was not drawn.
    let svg: String?
    let missing: PageText
    let shape: PageText

    init(_ plot: Plot, store: FigureStore) {
      id = PageText("figure-\(plot.name)")
      title = PageText(plot.title)
      description = PageText(plot.description)
      svg = store.svg(of: plot)
      missing = PageText(store.missing ?? "This figure was not drawn.")
      shape = plot.columns * plot.layout.width > 600 ? "wide" : "narrow"
    }
  }

  struct FigureGroup {
    let id: PageText
    let title: PageText
    let figures: [Figure]
  }

  struct Fact {
    let name: PageText
    let value: PageText
  }

  struct Verdict {
    let method: PageText
    let text: PageText
    let target: PageText
  }

  struct Method {
    let id: PageText
    let name: PageText
    let kind: PageText
    let facts: [Fact]
    let remarks: [PageText]
    let figures: [Figure]
  }
}

extension PageModel.Method {
  init(_ method: MethodSummary, id: String, plots: [Plot], store: FigureStore) {
    self.id = PageText(id)
    name = PageText(method.name)
    kind = PageText(method.identity.kind)
    let (identity, figures, cost) = (method.identity, method.figures, method.cost)
    let facts = [
      ("Method", identity.kind), ("Settings", identity.settings),
      ("Transforms", identity.transforms.isEmpty ? "none" : identity.transforms),
      ("Inputs", "\(identity.inputs.count): " + identity.inputs.joined(separator: ", ")),
      ("Negative weights", identity.negativeWeights),
      ("AUC", FigureFormat.measured(figures.auc)),
      ("AUC, training sample", FigureFormat.measured(figures.aucTrain)),
      ("Separation", FigureFormat.measured(figures.separation)),
      ("Significance", FigureFormat.measured(figures.significance)),
      ("Overtraining", figures.overtraining.verdict),
      (
        "Cost",
        "training \(FigureFormat.duration(seconds: cost.trainSeconds)), application "
          + "\(FigureFormat.duration(nanoseconds: cost.applyNsPerEvent)) per event, model "
          + FigureFormat.size(bytes: cost.modelBytes)
      ),
    ]
    self.facts = facts.filter { !$0.1.isEmpty }.map {
      PageModel.Fact(name: PageText($0.0), value: PageText($0.1))
    }
    remarks = method.record.remarks.map { PageText($0) }
    self.figures = plots.map { PageModel.Figure($0, store: store) }
  }
}

/// The report of one run.
struct RunPage {
  let style = PageStyle.sheet
  let title: PageText
  let version: PageText
  let facts: [PageModel.Fact]
  let sentences: [PageText]
  let remarks: [PageText]
  let ranking: PageModel.TableModel
  let efficiencies: PageModel.TableModel
  let overtraining: PageModel.TableModel
  let bestCuts: PageModel.TableModel
  let events: PageModel.TableModel
  let inputTable: PageModel.TableModel
  let verdicts: [PageModel.Verdict]
  let inputs: [PageModel.FigureGroup]
  let methods: [PageModel.Method]
  let comparison: [PageModel.Figure]
  let definitions = Definition.all

  init(_ summary: RunSummary, plots: RunPlots, store: FigureStore) {
    let tables = RunTables(summary)
    title = PageText(summary.analysis)
    version = PageText(summary.version)
    let facts = [
      ("Analysis", summary.analysis), ("Made", summary.created), ("Winnow", summary.version),
      ("Seed", String(summary.seed)), ("Threads", String(summary.threads)),
    ]
    self.facts = facts.map { PageModel.Fact(name: PageText($0.0), value: PageText($0.1)) }
    sentences = [summary.split, summary.weightNormalization].filter { !$0.isEmpty }
      .map { PageText($0) }
    remarks = (summary.remarks + [store.missing].compactMap { $0 }).map { PageText($0) }
    ranking = PageModel.TableModel(tables.ranking)
    efficiencies = PageModel.TableModel(tables.efficiencies)
    overtraining = PageModel.TableModel(tables.overtraining)
    bestCuts = PageModel.TableModel(tables.bestCuts)
    events = PageModel.TableModel(tables.events)
    inputTable = PageModel.TableModel(tables.inputs)
    let ids = FileStem.unique(summary.methods.map(\.name)).map { "method-\($0)" }
    verdicts = zip(summary.methods, ids).map {
      PageModel.Verdict(
        method: PageText($0.name), text: PageText($0.figures.overtraining.verdict),
        target: PageText($1))
    }
    inputs = plots.inputs.enumerated().map { number, group in
      PageModel.FigureGroup(
        id: PageText("inputs-\(number + 1)"), title: PageText(group.title),
        figures: group.plots.map { PageModel.Figure($0, store: store) })
    }
    methods = summary.methods.indices.map {
      PageModel.Method(
        summary.methods[$0], id: ids[$0], plots: plots.methods[$0].plots, store: store)
    }
    comparison = plots.comparison.map { PageModel.Figure($0, store: store) }
  }
}
