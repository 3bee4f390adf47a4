import Foundation

extension String {
  /// Columns that the text takes on a terminal: two for wide East Asian letters and pictographs.
  var displayWidth: Int {
    reduce(0) { $0 + ($1.unicodeScalars.first.map(Self.isWide) == true ? 2 : 1) }
  }

  /// One line that shows what it holds: control characters, which steer terminals, become “␣”.
  var plainLine: String {
    String(String.UnicodeScalarView(unicodeScalars.map { Self.isControl($0) ? "␣" : $0 }))
  }

  /// At most so many columns; what was cut is marked by “…”.
  func fitted(to width: Int) -> String {
    let text = plainLine
    guard text.displayWidth > width else { return text }
    var kept = "", used = 0
    for character in text {
      let next = String(character).displayWidth
      if used + next > width - 1 { break }
      kept.append(character)
      used += next
    }
    return kept + "…"
  }

  /// Pieces no wider than `width`, for words that fit no line.
  func pieces(of width: Int) -> [String] {
    var pieces: [String] = [], current = ""
    for character in self {
      if current.displayWidth + String(character).displayWidth > width {
        pieces.append(current)
        current = ""
      }
      current.append(character)
    }
    return current.isEmpty ? pieces : pieces + [current]
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    // Direction overrides reorder what stands beside them.
    case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    default: false
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
