/// Names as no one should choose them.
enum SampleNames {
  static let hostile = [
    "'; system 'touch pwned'; '", "`touch pwned`", "$(touch pwned)", "\"; !touch pwned; \"",
    "}} { set output '../pwned' #", "@GPVAL_TERM \\101 \\U+0041 \\", "a_{b}^{c}~&%d%s%n",
    "<script>alert(1)</script>", "\" onload=\"alert(1)", "<\u{0338}img src=x>", "\"\u{0301} onclick=x",
    "]]><!-- {{title}} {{{style}}}", "line\nbreak\r\u{0}\u{1B}[31m",
    "喷注_π⁺ \u{202E}évil", "../../etc/passwd",
    String(repeating: "long ", count: 60),
  ]
}
