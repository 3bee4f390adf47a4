import Mustache
import WinnowCore
import WinnowEvaluation

/// The report of one run as one self-contained page: pictures inside, no network. Its script adds
/// a section to play with; the page is complete without.
struct HTMLReport {
  private let page: RunPage

  init(_ summary: RunSummary, plots: RunPlots, figures: FigureStore) {
    page = RunPage(summary, plots: plots, store: figures)
  }

  /// - Throws: `internal` for a template that is no template.
  func render() throws -> String { try PageTemplates.render(page, with: PageTemplates.run) }
}
