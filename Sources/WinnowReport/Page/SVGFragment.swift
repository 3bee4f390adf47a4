import Foundation

/// An SVG document of gnuplot made fit to stand inside a page: no prolog, identifiers that are
/// unique on the page, a name for those who cannot see it, and no bytes that show nothing.
struct SVGFragment {
  let text: String

  /// - Parameter prefix: set before every identifier; unique on the page and fit for identifiers.
  /// - Returns: nil where the text is no complete SVG document.
  init?(_ document: String, prefix: String, plot: Plot) {
    guard let start = document.range(of: "<svg"),
      let head = document.range(of: ">", range: start.upperBound..<document.endIndex),
      let end = document.range(of: "</svg>", options: .backwards),
      head.upperBound <= end.lowerBound
    else { return nil }
    let label = PageText(plot.description).escaped
    let (width, height) = (
      plot.columns * plot.layout.width, plot.rows * plot.layout.height
    )
    let body = Self.compact(String(document[head.upperBound..<end.lowerBound]))
    text = "<svg viewBox=\"0 0 \(width) \(height)\" xmlns=\"http://www.w3.org/2000/svg\" "
      + "xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\" \(Self.inherited) "
      + "font-family=\"Helvetica, Arial, sans-serif\" aria-label=\"\(label)\">"
      + "\(Self.renamed(body, prefix: prefix + "-"))</svg>"
  }

  /// What gnuplot repeats on every group, said once for the whole picture.
  private static let inherited =
    "fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"1.00\" "
    + "stroke-linecap=\"butt\" stroke-linejoin=\"miter\""

  /// Without gnuplot's titles and identifiers of curves, repeated attributes, empty groups and
  /// white space between tags.
  private static func compact(_ text: String) -> String {
    let lines = text.split(separator: "\n").map(\.trimmed).filter {
      !$0.isEmpty && !$0.hasPrefix("<title>") && !$0.hasPrefix("<desc>")
    }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for line in lines {
      let isCurve = line.hasPrefix("<g id=\"gnuplot_plot")
      let tag = isCurve ? "<g>" : line.contains("<text>") ? String(line) : shortened(line)
      if !result.isEmpty, !result.hasSuffix(">") || !tag.hasPrefix("<") { result += "\n" }
      if tag.hasPrefix("</g>"), result.hasSuffix("<g>") {
        result.removeLast(3)
        result += tag.dropFirst(4)
      } else {
        result += tag
      }
    }
    return result
  }

  /// A line of markup without what is inherited, and coordinates to a tenth of a point.
  private static func shortened(_ line: Substring) -> String {
    let short = line.replacingOccurrences(of: "<g \(inherited)>", with: "<g>")
      .replacingOccurrences(of: " font-family=\"Helvetica\"", with: "")
    var result: [UInt8] = []
    let bytes = Array(short.utf8), digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    for (place, byte) in bytes.enumerated() {
      let isSecondDecimal = digits.contains(byte) && place >= 2
        && digits.contains(bytes[place - 1]) && bytes[place - 2] == UInt8(ascii: ".")
      let isLast = place + 1 == bytes.count || !digits.contains(bytes[place + 1])
      if !(isSecondDecimal && isLast) { result.append(byte) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func renamed(_ text: String, prefix: String) -> String {
    var result = text
    for (old, new) in [
      ("id=\"", "id=\"\(prefix)"), ("id='", "id='\(prefix)"), ("href='#", "href='#\(prefix)"),
      ("href=\"#", "href=\"#\(prefix)"), ("url(#", "url(#\(prefix)"),
    ] {
      result = result.replacingOccurrences(of: old, with: new)
    }
    return result
  }
}

extension Substring {
  /// Without white space at its ends.
  var trimmed: Substring {
    let start = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else {
      return start.prefix(0)
    }
    return start[...last]
  }
}
