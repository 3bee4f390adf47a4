import Mustache

/// Text of users on its way into a page: what XML does not allow is replaced, and no combining mark
/// can hide the character before it from escaping.
///
/// The template engine escapes by character; in “<” followed by a combining mark it would see one
/// unknown character. A zero-width space between the two keeps them apart.
struct PageText: Sendable, MustacheCustomRenderable, ExpressibleByStringInterpolation {
  let text: String

  init(_ raw: String) {
    var scalars = String.UnicodeScalarView()
    var followsMarkup = false
    for scalar in raw.unicodeScalars {
      let clean = Self.isAllowed(scalar) ? scalar : "\u{FFFD}"
      let isPlain = clean.isASCII || clean.properties.generalCategory.isSpacing
      if followsMarkup, !isPlain { scalars.append("\u{200B}") }
      scalars.append(clean)
      followsMarkup = "<>&\"'".unicodeScalars.contains(clean)
    }
    text = String(scalars)
  }

  init(stringLiteral value: String) { self.init(value) }

  var renderText: String { text }
  var isNull: Bool { text.isEmpty }

  /// For use outside templates.
  var escaped: String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The characters of XML 1.0 (https://www.w3.org/TR/xml/#charsets) without those that turn the
  /// direction of what stands beside them.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD: true
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF, 0x202A...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}

extension Unicode.GeneralCategory {
  /// Whether characters of this kind stand for themselves instead of joining the one before.
  fileprivate var isSpacing: Bool {
    switch self {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: false
    default: true
    }
  }
}
