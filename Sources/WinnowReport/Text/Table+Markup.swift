extension Table {
  /// A Markdown table (pipes, GitHub's dialect).
  public func markdown() -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rules = columns.map { $0.alignment == .left ? ":---" : "---:" }
    let body = rows.map { line($0.map(Self.markdownEscaped)) }
    let head = [line(columns.map { Self.markdownEscaped($0.header) }), line(rules)]
    return (head + body).joined(separator: "\n") + "\n"
  }

  /// A LaTeX `tabular` with the rules of the booktabs package.
  public func latex() -> String {
    func line(_ cells: [String]) -> String {
      "  " + cells.map(Self.latexEscaped).joined(separator: " & ") + " \\\\"
    }
    let alignment = columns.map { $0.alignment == .left ? "l" : "r" }.joined()
    let head = ["\\begin{tabular}{\(alignment)}", "  \\toprule", line(columns.map(\.header))]
    let foot = ["  \\bottomrule", "\\end{tabular}"]
    return (head + ["  \\midrule"] + rows.map(line) + foot).joined(separator: "\n") + "\n"
  }

  private static func markdownEscaped(_ text: String) -> String {
    escaped(text) { "\\`*_{}[]<>|#~$&!".contains($0) ? "\\\($0)" : nil }
  }

  private static func latexEscaped(_ text: String) -> String {
    escaped(text) { latexForms[$0] }
  }

  private static let latexForms: [Character: String] = {
    var forms: [Character: String] = [
      "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
      "±": "$\\pm$", "–": "--", "·": "$\\cdot$", "√": "$\\surd$", "⟨": "$\\langle$",
      "⟩": "$\\rangle$", "µ": "$\\mu$", "−": "$-$", "<": "$<$", ">": "$>$", "\u{202F}": "\\,",
      "²": "$^2$", "⁻": "$^-$",
    ]
    for special in "&%$#_{}" { forms[special] = "\\\(special)" }
    for (digit, raised) in zip(0..., "⁰¹²³⁴⁵⁶⁷⁸⁹") where raised != "²" {
      forms[raised] = "$^\(digit)$"
    }
    return forms
  }()

  private static func escaped(_ text: String, by form: (Character) -> String?) -> String {
    // By scalar, so that a combining mark cannot hide the character before it.
    text.plainLine.unicodeScalars.map { form(Character($0)) ?? String($0) }.joined()
  }
}
