import Testing
import WinnowReport

@Suite struct TableTests {
  private let table = Table(
    title: "Ranking", columns: [.init("Method", .left), .init("AUC")],
    rows: [["BDT", "0.9371 ± 0.0012"], ["Fisher", "–"]], note: "One line.")

  @Test func alignsColumns() {
    #expect(
      table.text() == """
        Ranking
        ───────────────────────
        Method              AUC
        ───────────────────────
        BDT     0.9371 ± 0.0012
        Fisher                –
        One line.

        """)
  }

  @Test func colorOnlyAddsSequences() {
    let colored = table.text(style: .ansi)
    #expect(colored != table.text())
    let plain = colored.replacing(/\u{1B}\[[0-9]+m/, with: "")
    #expect(plain == table.text())
  }

  @Test(arguments: [20, 40, 60, 100])
  func staysWithinTheWidth(width: Int) {
    let wide = Table(
      title: "Wide", columns: (0..<12).map { .init("Column \($0)", $0 == 0 ? .left : .right) },
      rows: [(0..<12).map { $0 == 0 ? String(repeating: "long name ", count: 9) : "1.234 ± 0.056" }],
      note: String(repeating: "words ", count: 40))
    let lines = wide.text(width: width).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width })
    for column in 1..<12 { #expect(lines.contains { $0.contains("Column \(column)") }) }
    #expect(lines.contains { $0.contains("…") })
  }

  @Test func namesCannotSteerTheTerminal() {
    let hostile = Table(
      title: "T", columns: [.init("Method", .left)], rows: [["a\u{1B}[31mred\u{7}\nx\u{202E}y"]])
    let text = hostile.text()
    #expect(!text.contains("\u{1B}") && !text.contains("\u{7}") && !text.contains("\u{202E}"))
    #expect(text.split(separator: "\n").count == 5)
  }

  @Test func wideLettersCountTwice() {
    let text = Table(
      title: "T", columns: [.init("M", .left), .init("x")], rows: [["喷注", "1"], ["jets", "1"]]
    ).text()
    #expect(text.contains("喷注  1\n") && text.contains("jets  1\n"))
  }

  @Test func markdown() {
    let table = Table(
      title: "T", columns: [.init("Method", .left), .init("AUC")], rows: [["a|b_c*", "0.9"]])
    #expect(
      table.markdown() == """
        | Method | AUC |
        | :--- | ---: |
        | a\\|b\\_c\\* | 0.9 |

        """)
  }

  @Test func latex() {
    let table = Table(
      title: "T", columns: [.init("Method", .left), .init("AUC")],
      rows: [["a_b & 5%\\input", "0.9371 ± 0.0012"], ["$x^2$", "1.2·10⁻⁵"]])
    #expect(
      table.latex() == """
        \\begin{tabular}{lr}
          \\toprule
          Method & AUC \\\\
          \\midrule
          a\\_b \\& 5\\%\\textbackslash{}input & 0.9371 $\\pm$ 0.0012 \\\\
          \\$x\\textasciicircum{}2\\$ & 1.2$\\cdot$10$^-$$^5$ \\\\
          \\bottomrule
        \\end{tabular}

        """)
  }
}
