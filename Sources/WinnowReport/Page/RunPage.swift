import WinnowEvaluation

/// The report of one run.
struct RunPage {
  let style = PageStyle.sheet
  let title: PageText
  let version: PageText
  let facts: [PageModel.Fact]
  let sentences: [PageText]
  let remarks: [PageText]
  let ranking: PageModel.TableModel
  let events: PageModel.TableModel
  let inputTable: PageModel.TableModel
  let verdicts: [PageModel.Verdict]
  let inputs: [PageModel.FigureGroup]
  let methods: [PageModel.Method]
  let chapters: [PageModel.Chapter]
  let definitions = Definition.all
  /// Data of the script as JSON; nil where there is nothing to explore.
  let explorer: String?
  let script = ExplorerScript.text

  init(_ summary: RunSummary, plots: RunPlots, store: FigureStore) {
    let tables = RunTables(summary), compared = MethodTables(summary.methods)
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
    ranking = PageModel.TableModel(compared.ranking)
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
    explorer = ExplorerData(summary)?.json
    chapters = Chapter.all(summary).map { PageModel.Chapter($0, store: store) }
  }
}
