import WinnowEvaluation

/// A report as a page of sections: tables first, then pictures.
struct SectionPage {
  struct Section {
    let id: PageText
    let title: PageText
    let tables: [PageModel.TableModel]
    let verdicts: [PageModel.Verdict]
    let groups: [PageModel.FigureGroup]
  }

  let style = PageStyle.sheet
  let title: PageText
  let version: PageText
  let facts: [PageModel.Fact]
  let sections: [Section]
  let methods: [PageModel.Method]
  let sentences: [PageText]
  let remarks: [PageText]
  let definitions: [Definition]

  init(
    _ facts: RunFacts, sections: [SectionContent], methods: [PageModel.Method],
    definitions: [Definition], store: FigureStore
  ) {
    title = PageText(facts.analysis)
    version = PageText(facts.version)
    self.facts = [
      ("Analysis", facts.analysis), ("Task", facts.task), ("Made", facts.created),
      ("Winnow", facts.version), ("Seed", String(facts.seed)), ("Threads", String(facts.threads)),
    ].map { PageModel.Fact(name: PageText($0.0), value: PageText($0.1)) }
    self.sections = sections.map { Section($0, store) }
    self.methods = methods
    sentences = [facts.split, facts.weightNormalization].filter { !$0.isEmpty }.map { PageText($0) }
    remarks = (facts.remarks + [store.missing].compactMap { $0 }).map { PageText($0) }
    self.definitions = definitions
  }

  func render() throws -> String { try PageTemplates.render(self, with: PageTemplates.sections) }
}

/// A section before it is laid out.
struct SectionContent {
  var id: String
  var title: String
  var tables: [Table] = []
  /// Names with one sentence each.
  var verdicts: [(method: String, text: String)] = []
  var groups: [RunPlots.Group] = []
}

extension SectionPage.Section {
  fileprivate init(_ content: SectionContent, _ store: FigureStore) {
    id = PageText(content.id)
    title = PageText(content.title)
    tables = content.tables.map(PageModel.TableModel.init)
    verdicts = content.verdicts.map {
      PageModel.Verdict(method: PageText($0.method), text: PageText($0.text), target: "")
    }
    groups = content.groups.enumerated().map { number, group in
      PageModel.FigureGroup(
        id: PageText("\(content.id)-\(number + 1)"), title: PageText(group.title),
        figures: group.plots.map { PageModel.Figure($0, store: store) })
    }
  }
}

extension PageTemplates {
  static let sections = """
    <!DOCTYPE html>
    <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
    {{> head}}
    <body>
    <nav aria-label="Contents">
    <p class="brand">Winnow</p>
    <ol>
    {{#sections}}<li><a href="#{{id}}">{{title}}</a></li>{{/sections}}
    <li><a href="#methods">Methods</a></li>
    <li><a href="#definitions">Definitions</a></li>
    </ol>
    </nav>
    <main>
    <header id="top">
    <h1>{{title}}</h1>
    <dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>
    {{#sentences}}<p>{{.}}</p>{{/sentences}}
    {{#remarks}}<p class="remark">{{.}}</p>{{/remarks}}
    </header>
    {{#sections}}
    <section id="{{id}}">
    <h2>{{title}}</h2>
    {{#tables}}{{> table}}{{/tables}}
    <ul class="verdicts">{{#verdicts}}<li>{{method}}: {{text}}</li>{{/verdicts}}</ul>
    {{#groups}}
    <h3 id="{{id}}">{{title}}</h3>
    <div class="figures">{{#figures}}{{> figure}}{{/figures}}</div>
    {{/groups}}
    </section>
    {{/sections}}

    {{> methods}}

    {{> definitions}}
    </main>
    </body>
    </html>

    """
}
