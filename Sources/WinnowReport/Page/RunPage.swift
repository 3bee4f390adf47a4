import WinnowCore
import WinnowEvaluation

/// The report of a run as one self-contained page: pictures inside, no network. Its script, where there
/// is one, adds a section to play with; the page is complete without.
struct RunPage {
  let style = PageStyle.sheet
  let title: PageText
  let version: PageText
  let facts: [PageModel.Fact]
  let sentences: [PageText]
  let remarks: [PageText]
  let chapters: [PageModel.Chapter]
  let methods: [PageModel.Method]
  let hasMethods: Bool
  let definitions: [Definition]
  /// Data of the script as JSON; nil where there is nothing to explore.
  let explorer: String?
  let script = ExplorerScript.text

  init(_ report: some RunReport, store: FigureStore) {
    let run = report.facts
    title = PageText(run.analysis)
    version = PageText(run.version)
    facts = [
      ("Analysis", run.analysis), ("Task", run.task ?? ""), ("Made", run.created),
      ("Winnow", run.version), ("Seed", String(run.seed)), ("Threads", String(run.threads)),
    ].filter { !$0.1.isEmpty }.map { PageModel.Fact(name: PageText($0.0), value: PageText($0.1)) }
    sentences = [run.split, run.weightNormalization].filter { !$0.isEmpty }.map { PageText($0) }
    remarks = (run.remarks + [store.missing].compactMap { $0 }).map { PageText($0) }
    let names = report.methods.map(\.identity.name)
    let ids = zip(names, FileStem.unique(names)).map { (name: $0, id: "method-\($1)") }
    let targets = Dictionary(ids) { first, _ in first }
    chapters = report.chapters.map { PageModel.Chapter($0, targets: targets, store: store) }
    methods = zip(report.methods, ids).map { PageModel.Method($0, id: $1.id, store: store) }
    hasMethods = !methods.isEmpty
    definitions = report.definitions
    explorer = report.explorer?.json
  }

  /// - Throws: `internal` for a template that is no template.
  func render() throws -> String { try PageTemplates.render(self, with: PageTemplates.run) }
}
