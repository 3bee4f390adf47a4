/// Emphasis on a terminal by ANSI sequences, or none.
public struct TerminalStyle: Sendable {
  public static let plain = TerminalStyle(isOn: false)
  public static let ansi = TerminalStyle(isOn: true)

  private let isOn: Bool

  func bold(_ text: String) -> String { wrap(text, "1") }
  func dim(_ text: String) -> String { wrap(text, "2") }

  private func wrap(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
