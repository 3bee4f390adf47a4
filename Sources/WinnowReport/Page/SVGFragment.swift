import Foundation

/// An SVG document of gnuplot made fit to stand inside a page: no prolog, identifiers that are
/// unique on the page, a name for those who cannot see it, and no bytes that show nothing.
struct SVGFragment {
  let text: String

  /// - Returns: nil where the text is no complete SVG document.
  init?(_ document: Data, plot: Plot) {
    let lines = document.split(separator: UInt8(ascii: "\n"))
    guard
      let head = lines.firstIndex(where: { $0.starts(with: "<svg".utf8) }),
      let start = lines[head...].firstIndex(where: { $0.last == UInt8(ascii: ">") }),
      let end = lines.lastIndex(where: { $0.starts(with: "</svg>".utf8) }), start < end
    else { return nil }
    let (width, height) = (plot.columns * plot.layout.width, plot.rows * plot.layout.height)
    var compaction = SVGCompaction(prefix: plot.name + "-")
    for line in lines[(start + 1)..<end] { compaction.append(line) }
    text = "<svg viewBox=\"0 0 \(width) \(height)\" xmlns=\"http://www.w3.org/2000/svg\" "
      + "xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\" \(SVGCompaction.inherited) "
      + "font-family=\"Helvetica, Arial, sans-serif\" "
      + "aria-label=\"\(PageText(plot.description).escaped)\">\(compaction.text)</svg>"
  }
}

/// Rewrites gnuplot's SVG line by line, as bytes: some megabytes in a fraction of a second.
struct SVGCompaction {
  /// What gnuplot repeats on every group, said once for the whole picture.
  static let inherited =
    "fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"1.00\" "
    + "stroke-linecap=\"butt\" stroke-linejoin=\"miter\""

  private typealias Bytes = [UInt8]

  private var bytes: Bytes = []
  private let replacements: [(old: Bytes, new: Bytes)]

  /// - Parameter prefix: set before every identifier; unique on the page and fit for identifiers.
  init(prefix: String) {
    replacements = [
      ("<g \(Self.inherited)>", "<g>"), (" font-family=\"Helvetica\"", ""),
      (" id=\"", " id=\"\(prefix)"), (" id='", " id='\(prefix)"),
      ("href='#", "href='#\(prefix)"), ("href=\"#", "href=\"#\(prefix)"),
      ("url(#", "url(#\(prefix)"),
    ].map { (Bytes($0.utf8), Bytes($1.utf8)) }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ line: Data) {
    let trimmed = Self.trimmed(Bytes(line))
    // Titles and background of the document, not of what it shows.
    let omitted = ["<title>", "<desc>", "<rect x=\"0\" y=\"0\""]
    guard !trimmed.isEmpty, !omitted.contains(where: { trimmed.starts(with: $0.utf8) }) else {
      return
    }
    if trimmed.starts(with: "<g id=\"gnuplot_plot".utf8) {
      return join(Bytes("<g>".utf8))
    }
    join(trimmed.starts(with: "<text>".utf8) ? trimmed : shortened(trimmed))
  }

  /// Adds a piece; a new line is kept inside tags only, and a group without content is dropped.
  private mutating func join(_ piece: Bytes) {
    let (open, close) = (UInt8(ascii: "<"), UInt8(ascii: ">"))
    if let last = bytes.last, last != close || piece.first != open {
      bytes.append(UInt8(ascii: "\n"))
    }
    if piece.starts(with: "</g>".utf8), bytes.suffix(3).elementsEqual("<g>".utf8) {
      bytes.removeLast(3)
      bytes += piece.dropFirst(4)
    } else {
      bytes += piece
    }
  }

  /// Markup with the replacements made, coordinates to a tenth of a point and single spaces.
  private func shortened(_ line: Bytes) -> Bytes {
    var result: Bytes = []
    result.reserveCapacity(line.count)
    var place = 0
    while place < line.count {
      if let match = replacements.first(where: {
        $0.old[0] == line[place] && line[place...].starts(with: $0.old)
      }) {
        result += match.new
        place += match.old.count
      } else if let decimals = Self.decimals(line, at: place) {
        if decimals.first != UInt8(ascii: "0") { result += [line[place], decimals[0]] }
        place += 3
      } else {
        let space = UInt8(ascii: " ")
        if !(line[place] == space && result.last == space) { result.append(line[place]) }
        place += 1
      }
    }
    return result
  }

  /// The two digits after a point, where there are exactly two: gnuplot's coordinates.
  private static func decimals(_ line: Bytes, at point: Int) -> Bytes? {
    guard line[point] == UInt8(ascii: "."), point > 0 else { return nil }
    let digits = line[(point + 1)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits.count == 2 ? Bytes(digits) : nil
  }

  private static func trimmed(_ line: Bytes) -> Bytes {
    let spaces = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
    let start = line.drop { spaces.contains($0) }
    guard let last = start.lastIndex(where: { !spaces.contains($0) }) else { return [] }
    return Bytes(start[...last])
  }
}
