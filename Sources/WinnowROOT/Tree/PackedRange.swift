import Foundation

/// The range that the title of a Double32_t or Float16_t member asks for: `[min, max, bits]`.
///
/// - Reference: ROOT, TStreamerElement (`GetRange`) and TBufferFile::ReadDouble32.
struct PackedRange {
  var minimum = 0.0, maximum = 0.0
  var bits = 32

  /// Nil where the title has no such brackets.
  init?(title: String) {
    guard let open = title.firstIndex(of: "["), let close = title[open...].firstIndex(of: "]")
    else { return nil }
    let parts = title[title.index(after: open)..<close].split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard parts.count == 2 || parts.count == 3, let low = Self.number(parts[0]),
      let high = Self.number(parts[1])
    else { return nil }
    (minimum, maximum) = (low, high)
    if parts.count == 3 {
      guard let asked = Int(parts[2]) else { return nil }
      bits = (2...32).contains(asked) ? asked : 32
    }
  }

  /// A number, or a simple multiple or fraction of π.
  private static func number(_ text: String) -> Double? {
    if let value = Double(text) { return value.isFinite ? value : nil }
    if text.count > 60 { return nil }
    if text.hasPrefix("-") { return number(String(text.dropFirst())).map { -$0 } }
    for sign in ["*", "/"] {
      guard let at = text.firstIndex(of: Character(sign)) else { continue }
      guard let left = number(String(text[..<at])),
        let right = number(String(text[text.index(after: at)...]))
      else { return nil }
      return sign == "*" ? left * right : left / right
    }
    switch text.lowercased() {
    case "pi", "tmath::pi()": return Double.pi
    case "twopi", "tmath::twopi()": return 2 * Double.pi
    default: return nil
    }
  }

  /// The encoding of a type with this range; `plain` is the one of the type without range.
  func encoding(without plain: NumberEncoding) -> NumberEncoding {
    if minimum < maximum {
      let steps = bits >= 32 ? 4_294_967_295.0 : Double(1 << bits)
      return .scaled(factor: steps / (maximum - minimum), minimum: minimum)
    }
    return bits < 15 ? .truncated(bits: bits) : plain
  }
}
