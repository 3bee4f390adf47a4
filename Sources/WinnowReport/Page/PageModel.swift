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

  struct Chapter {
    let id: PageText
    let title: PageText
    let text: PageText
    let figures: [Figure]
    let tables: [TableModel]
    /// nil for none, so that no empty list is written.
    let verdicts: Verdicts?
    let hasGroups: Bool
    let groups: [FigureGroup]

    /// - Parameter targets: the anchors of the methods, by name.
    init(_ chapter: WinnowReport.Chapter, targets: [String: String], store: FigureStore) {
      id = PageText(chapter.id)
      title = PageText(chapter.title)
      text = PageText(chapter.text)
      figures = chapter.plots.map { Figure($0, store: store) }
      tables = chapter.tables.map(TableModel.init)
      let verdicts = chapter.verdicts.map {
        Verdict(
          method: PageText($0.method), text: PageText($0.text),
          target: PageText(targets[$0.method] ?? ""))
      }
      self.verdicts = verdicts.isEmpty ? nil : Verdicts(entries: verdicts)
      hasGroups = !chapter.groups.isEmpty
      groups = chapter.groups.enumerated().map { number, group in
        FigureGroup(
          id: PageText("\(chapter.id)-\(number + 1)"), title: PageText(group.title),
          figures: group.plots.map { Figure($0, store: store) })
      }
    }
  }

  struct Verdicts { let entries: [Verdict] }

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
  /// A method of any task, with its own facts between who it is and what it costs.
  init(_ page: MethodPage, id: String, store: FigureStore) {
    let identity = page.identity, cost = page.cost
    let about = [
      ("Method", identity.kind), ("Settings", identity.settings),
      ("Transforms", identity.transforms.isEmpty ? "none" : identity.transforms),
      ("Inputs", "\(identity.inputs.count): " + identity.inputs.joined(separator: ", ")),
      ("Negative weights", identity.negativeWeights),
    ]
    let price = "training \(FigureFormat.duration(seconds: cost.trainSeconds)), application "
      + "\(FigureFormat.duration(nanoseconds: cost.applyNsPerEvent)) per event, model "
      + FigureFormat.size(bytes: cost.modelBytes)
    self.id = PageText(id)
    name = PageText(identity.name)
    kind = PageText(identity.kind)
    facts = (about + page.facts + [("Cost", price)]).filter { !$0.1.isEmpty }.map {
      PageModel.Fact(name: PageText($0.0), value: PageText($0.1))
    }
    remarks = page.remarks.map { PageText($0) }
    figures = page.plots.map { PageModel.Figure($0, store: store) }
  }
}
