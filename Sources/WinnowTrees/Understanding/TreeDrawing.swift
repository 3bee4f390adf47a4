/// A tree for people: as text and as SVG.
public struct TreeDrawing: Sendable {
  private let tree: ForestTree
  private let names: [String]

  /// - Parameter names: of the features; one for each feature that the tree cuts on.
  public init(_ tree: ForestTree, names: [String]) {
    for case .cut(let feature, _, _, _, _) in tree.nodes {
      precondition(names.indices ~= tree.input(of: feature), "a feature without a name")
    }
    self.tree = tree
    self.names = names
  }

  /// One line per node, indented; the branch that a passed cut leads to comes first.
  ///
  ///     met ≤ 1.25? (gain 31.2, 2000 events)
  ///     ├─ yes: −0.173 (1200 events)
  ///     └─ no, missing: 0.252 (800 events)
  public func text() -> String {
    var lines = [line(0)]
    appendChildren(of: 0, indent: "", to: &lines)
    return lines.joined(separator: "\n") + "\n"
  }

  private func appendChildren(of place: Int, indent: String, to lines: inout [String]) {
    guard case .cut(_, _, _, let left, let right) = tree.nodes[place] else { return }
    for (child, isLast) in [(left, false), (right, true)] {
      let branch = isLast ? "└─ " : "├─ "
      lines.append(indent + branch + answer(to: place, left: !isLast) + ": " + line(child))
      appendChildren(of: child, indent: indent + (isLast ? "   " : "│  "), to: &lines)
    }
  }

  private func line(_ place: Int) -> String {
    let details = details(place)
    return title(place) + (details.isEmpty ? "" : " (\(details))")
  }

  private func answer(to place: Int, left: Bool) -> String {
    guard case .cut(_, _, let missingGoesLeft, _, _) = tree.nodes[place] else { return "" }
    return (left ? "yes" : "no") + (left == missingGoesLeft ? ", missing" : "")
  }

  private func title(_ place: Int) -> String {
    switch tree.nodes[place] {
    case .leaf(let value): number(value)
    case .cut(let feature, let threshold, _, _, _):
      "\(names[tree.input(of: feature)]) \(condition(feature, threshold))?"
    }
  }

  /// “≤ 1.25”, or “∈ {1, 4}” for categories.
  private func condition(_ feature: Int, _ threshold: Float) -> String {
    if feature >= 0 { return "≤ \(number(threshold))" }
    let left = tree.subsets[-1 - feature].leftCategories
    return "∈ {" + left.map(number).joined(separator: ", ") + "}"
  }

  private func details(_ place: Int) -> String {
    guard !tree.statistics.isEmpty else { return "" }
    let statistics = tree.statistics[place]
    let events = "\(number(statistics.events)) events"
    if case .leaf = tree.nodes[place] { return events }
    return "gain \(number(statistics.gain)), \(events)"
  }

  /// The shortest digits that tell the number, without “.0”.
  private func number(_ value: Float) -> String {
    let text = "\(value)".replacing("-", with: "−")
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension TreeDrawing {
  private static let cell = (width: 150.0, height: 90.0)
  private static let box = (width: 136.0, height: 40.0)

  /// A drawing of its own: cuts as boxes, leaves as rounded ones at the right or left of zero in
  /// colour; the left branch is the passed cut.
  public func svg() -> String {
    let places = places()
    let width = (places.map(\.x).max() ?? 0) + Self.cell.width / 2
    let height = (places.map(\.y).max() ?? 0) + Self.cell.height / 2
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" "
        + "width=\"\(width)\" height=\"\(height)\" font-family=\"sans-serif\" font-size=\"11\" "
        + "text-anchor=\"middle\">"
    ]
    parts += tree.nodes.indices.flatMap { branches(of: $0, places) }
    parts += tree.nodes.indices.map { box(of: $0, at: places[$0]) }
    return (parts + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// Centres: leaves side by side in their order, cuts above the middle of their children.
  private func places() -> [(x: Double, y: Double)] {
    var places = [(x: Double, y: Double)](repeating: (0, 0), count: tree.nodes.count)
    var leaves = 0.0
    func put(_ place: Int, level: Double) {
      var x = (leaves + 0.5) * Self.cell.width
      if case .cut(_, _, _, let left, let right) = tree.nodes[place] {
        put(left, level: level + 1)
        put(right, level: level + 1)
        x = (places[left].x + places[right].x) / 2
      } else {
        leaves += 1
      }
      places[place] = (x, (level + 0.5) * Self.cell.height)
    }
    put(0, level: 0)
    return places
  }

  private func branches(of place: Int, _ places: [(x: Double, y: Double)]) -> [String] {
    guard case .cut(_, _, _, let left, let right) = tree.nodes[place] else { return [] }
    let top = places[place]
    return [left, right].map { child in
      let bottom = places[child]
      let (x, y) = ((top.x + bottom.x) / 2, (top.y + bottom.y) / 2)
      return "<line x1=\"\(top.x)\" y1=\"\(top.y)\" x2=\"\(bottom.x)\" y2=\"\(bottom.y)\" "
        + "stroke=\"#888\"/><text x=\"\(x)\" y=\"\(y)\" fill=\"#555\" stroke=\"#fff\" "
        + "stroke-width=\"3\" paint-order=\"stroke\">\(answer(to: place, left: child == left))</text>"
    }
  }

  private func box(of place: Int, at centre: (x: Double, y: Double)) -> String {
    let (x, y) = (centre.x - Self.box.width / 2, centre.y - Self.box.height / 2)
    return "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(Self.box.width)\" height=\"\(Self.box.height)\" "
      + "rx=\"\(isLeaf(place) ? 12 : 2)\" fill=\"\(colour(place))\" stroke=\"#444\"/>"
      + "<text x=\"\(centre.x)\" y=\"\(centre.y - 3)\">\(escaped(title(place)))</text>"
      + "<text x=\"\(centre.x)\" y=\"\(centre.y + 12)\" fill=\"#555\">\(details(place))</text>"
  }

  private func isLeaf(_ place: Int) -> Bool {
    if case .leaf = tree.nodes[place] { true } else { false }
  }

  /// Blue towards signal, red towards background.
  private func colour(_ place: Int) -> String {
    guard case .leaf(let value) = tree.nodes[place] else { return "#fff" }
    return value > 0 ? "#cfe2f7" : value < 0 ? "#f9d5cf" : "#eee"
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
