import WinnowEvaluation

/// The page that compares several runs.
struct ComparisonPage {
  let style = PageStyle.sheet
  let title: PageText
  let version: PageText
  let tables: [PageModel.TableModel]
  let figures: [PageModel.Figure]
  let verdicts: [PageModel.Verdict]
  let remarks: [PageText]
  let definitions = Definition.all

  init(_ report: ComparisonReport, plots: [Plot], store: FigureStore) {
    let methods = report.methods
    let compared = MethodTables(methods)
    title = PageText(report.runs.map(\.label).joined(separator: ", "))
    version = PageText(report.runs.first?.summary.version ?? "")
    tables = [
      compared.ranking, report.differences, report.runTable, compared.efficiencies,
      compared.overtraining, compared.bestCuts,
    ].compactMap { $0 }.map(PageModel.TableModel.init)
    figures = plots.map { PageModel.Figure($0, store: store) }
    verdicts = methods.map {
      PageModel.Verdict(
        method: PageText($0.name), text: PageText($0.figures.overtraining.verdict), target: "")
    }
    remarks = [store.missing].compactMap { $0 }.map { PageText($0) }
  }
}
