import Mustache
import WinnowCore

/// The templates of the pages, in Mustache (https://mustache.github.io/mustache.5.html).
/// `{{x}}` escapes; `{{{x}}}` stands for pictures and the style sheet only.
enum PageTemplates {
  static func render(_ page: Any, with template: String) throws -> String {
    do {
      var library = MustacheLibrary()
      for (name, text) in partials { try library.register(text, named: name) }
      return try MustacheTemplate(string: template).render(page, library: library)
    } catch {
      throw WinnowError(.internal, "a template of the report is broken: \(error)")
    }
  }

  private static let partials = [
    "head": head, "table": table, "figure": figure, "definitions": definitions,
    "methods": methods, "chapter": chapter,
  ]

  private static let head = """
    <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="generator" content="Winnow {{version}}" />
    <title>{{title}} – Winnow report</title>
    <style>{{{style}}}</style>
    </head>
    """

  private static let table = """
    <div class="scroll"><table>
    <caption>{{title}}</caption>
    <thead><tr>{{#head}}<th scope="col" class="{{alignment}}">{{text}}</th>{{/head}}</tr></thead>
    <tbody>
    {{#rows}}
    <tr>{{#cells}}{{#isHead}}<th scope="row" class="{{alignment}}">{{text}}</th>{{/isHead}}\
    {{^isHead}}<td class="{{alignment}}">{{text}}</td>{{/isHead}}{{/cells}}</tr>
    {{/rows}}
    </tbody></table></div>
    {{#note}}<p class="note">{{.}}</p>{{/note}}
    """

  private static let figure = """
    <figure id="{{id}}" class="{{shape}}">
    {{#svg}}{{{.}}}{{/svg}}
    {{^svg}}<p class="missing">{{missing}}</p>{{/svg}}
    <figcaption>{{title}}</figcaption>
    </figure>
    """

  private static let methods = """
    <section id="methods">
    <h2>Methods</h2>
    {{#methods}}
    <section id="{{id}}" class="method">
    <h3>{{name}}</h3>
    <dl class="list">{{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}</dl>
    {{#remarks}}<p class="remark">{{.}}</p>{{/remarks}}
    <div class="figures">{{#figures}}{{> figure}}{{/figures}}</div>
    </section>
    {{/methods}}
    </section>
    """

  private static let definitions = """
    <section id="definitions">
    <h2>How the figures are defined</h2>
    {{#definitions}}
    <h3>{{name}}</h3>
    <p class="formula">{{formula}}</p>
    <p>{{text}}</p>
    {{/definitions}}
    </section>
    """

  private static let chapter = """
    <section id="{{id}}">
    <h2>{{title}}</h2>
    {{#text}}<p class="question">{{.}}</p>{{/text}}
    <div class="figures">{{#figures}}{{> figure}}{{/figures}}</div>
    {{#tables}}{{> table}}{{/tables}}
    {{#verdicts}}
    <h3>Verdicts</h3>
    <ul class="verdicts">
    {{#entries}}<li>{{#target}}<a href="#{{.}}">{{method}}</a>{{/target}}{{^target}}{{method}}{{/target}}: \
    {{text}}</li>
    {{/entries}}
    </ul>
    {{/verdicts}}
    {{#groups}}
    <h3 id="{{id}}">{{title}}</h3>
    <div class="figures">{{#figures}}{{> figure}}{{/figures}}</div>
    {{/groups}}
    </section>
    """

  static let run = """
    <!DOCTYPE html>
    <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
    {{> head}}
    <body>
    <nav aria-label="Contents">
    <p class="brand">Winnow</p>
    <ol>
    {{#chapters}}<li><a href="#{{id}}">{{title}}</a>\
    {{#hasGroups}}<ol>{{#groups}}<li><a href="#{{id}}">{{title}}</a></li>{{/groups}}</ol>{{/hasGroups}}</li>
    {{/chapters}}
    {{#explorer}}<li id="explore-entry" hidden="hidden"><a href="#explore">Explore</a></li>{{/explorer}}
    {{#hasMethods}}<li><a href="#methods">Methods</a>
    <ol>{{#methods}}<li><a href="#{{id}}">{{name}}</a></li>{{/methods}}</ol></li>{{/hasMethods}}
    <li><a href="#definitions">Definitions</a></li>
    </ol>
    </nav>
    <main>
    <header>
    <h1>{{title}}</h1>
    <dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>
    {{#sentences}}<p>{{.}}</p>{{/sentences}}
    {{#remarks}}<p class="remark">{{.}}</p>{{/remarks}}
    </header>
    {{#chapters}}{{> chapter}}
    {{/chapters}}
    {{#explorer}}
    <section id="explore" hidden="hidden">
    <h2>Explore</h2>
    <p>Switch methods on and off, move the cut (or the pointer over the picture), change what is \
    expected. Points are those of the ROC curves above.</p>
    </section>
    {{/explorer}}
    {{#hasMethods}}{{> methods}}{{/hasMethods}}

    {{> definitions}}
    </main>
    {{#explorer}}
    <script type="application/json" id="explore-data">{{{.}}}</script>
    <script>/*<![CDATA[*/
    {{{script}}}
    /*]]>*/</script>
    {{/explorer}}
    </body>
    </html>

    """
}
