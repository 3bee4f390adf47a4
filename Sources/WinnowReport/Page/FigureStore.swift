import Foundation

/// The drawn pictures of plots, ready to stand inside a page.
struct FigureStore: Sendable {
  let directory: URL
  /// What to say where a picture is missing.
  let missing: String?

  /// The SVG of a plot; nil where it was not drawn.
  func svg(of plot: Plot) -> String? {
    let file = directory.appendingPathComponent("\(plot.name).svg")
    guard let data = try? Data(contentsOf: file) else { return nil }
    return SVGFragment(data, plot: plot)?.text
  }
}
