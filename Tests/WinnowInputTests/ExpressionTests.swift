import Testing
import WinnowCore
import WinnowExpressions
import WinnowInput

@Suite struct ExpressionTests {
  static let columns = ["x": 1.25, "y": -0.75, "n": 7, "sd-prof": 3.5, "jet.pt": 1.25, "e": 42]

  /// Values by Python's math module, with the operators written its way.
  static let cases: [(String, Double)] = [
    ("x + y * 2", -0.25),
    ("(x + y) * 2", 1.0),
    ("-x^2", -1.5625),
    ("2^3^2", 512.0),
    ("2**-1", 0.5),
    ("-2^-2", -0.25),
    ("x - y - n", -5.0),
    ("n / x / y", -7.466666666666666),
    ("n % 4", 3.0),
    ("-n % 4", -3.0),
    ("!x + 1", 1.0),
    ("!(x > 1) + 3", 3.0),
    ("x > 1 && y < 0", 1.0),
    ("x > 2 || y < -1", 0.0),
    ("x < 2 && y > 0 || n == 7", 1.0),
    ("x > 1 ? 10 : y > 0 ? 20 : 30", 10.0),
    ("x < 1 ? 10 : y > 0 ? 20 : 30", 30.0),
    ("(x > 1) == (y < 0)", 1.0),
    ("x >= 1.25", 1.0),
    ("x != 1.25", 0.0),
    ("abs(y) + fabs(-2)", 2.75),
    ("sqrt(n) + cbrt(27)", 5.645751311064591),
    ("exp(x) - ln(n)", 1.5444328084065282),
    ("log(n) + log10(n) + log2(n)", 5.598363111127174),
    ("pow(x, 3) + hypot(x, y)", 3.410862973711325),
    ("sin(x)*cos(y) - tan(x)", -2.315208191147889),
    ("asin(y) + acos(y) + atan(x)", 2.4668517113662407),
    ("atan2(y, -x)", -2.601173153319209),
    ("sinh(x) + cosh(y) + tanh(n)", 3.8966007019216153),
    ("floor(y) + ceil(x) + round(2.5) + round(-2.5)", 1.0),
    ("min(x, y, n) + max(x, y, n) * 10", 69.25),
    ("sign(y) + sign(0) + sign(n) * 5", 4.0),
    ("erf(x)", 0.9229001282564582),
    ("if(y < 0, 1, 2)", 1.0),
    ("isnan(sqrt(y)) + 2 * isfinite(x)", 3.0),
    ("isfinite(1 / 0)", 0.0),
    ("2 * pi + e * 0 + TMath::Pi()", 9.42477796076938),
    ("TMath::Abs(y) + TMath::Power(2, 10)", 1024.75),
    ("TMath::Sqrt(TMath::Max(x, n))", 2.6457513110645907),
    ("TMath::ATan2(x, y) - TMath::E()", -0.6070660013935645),
    ("`sd-prof` / 2 + jet.pt", 3.0),
    ("1.5e3 + .5 + 2.E-1", 1500.7),
    ("+x - -y", 0.5),
    ("1 - 1 - 1", -1.0),
    ("x*(y + (n - 1)) ^ 2", 34.453125),
    ("e", 42.0),
  ]

  @Test(arguments: cases)
  func agreesWithPython(text: String, expected: Double) throws {
    let expression = try Expression(parsing: text)
    let inputs = try expression.columnNames.map { [try #require(Self.columns[$0])] }
    let value = expression.values(of: inputs, count: 1)[0]
    #expect(abs(value - expected) <= 4 * expected.ulp, "\(value)")
  }

  @Test func blocksJoinToTheWholeColumn() throws {
    let x = (0..<10_001).map { Double($0) }
    let expression = try Expression(parsing: "a > 5000 ? a * 2 + b : -b")
    let quarter = x.map { $0 / 4 }
    let values = expression.values(of: [x, quarter], count: x.count)
    let expected = zip(x, quarter).map { a, b in a > 5000 ? a * 2 + b : -b }
    #expect(values == expected)
  }

  @Test func namesEachColumnOnce() throws {
    #expect(try Expression(parsing: "b * a + b - pi").columnNames == ["b", "a"])
    #expect(try Expression(parsing: "`a b`").plainColumn == "a b")
    #expect(try Expression(parsing: "a + 0").plainColumn == nil)
  }

  @Test func constantsDoNotHideColumns() throws {
    let expression = try Expression(parsing: "e / p")
    #expect(throws: Never.self) { try expression.check(against: ["p", "x"]) }
    let error = fault { try expression.check(against: ["p", "e"]) }
    #expect(error?.kind == .badConfiguration)
    #expect(error?.message.contains("write `e` for the column") == true)
    #expect(throws: Never.self) { try Expression(parsing: "`e` / p").check(against: ["p", "e"]) }
  }

  @Test func missingColumnHasNearest() throws {
    let error = fault { try Expression(parsing: "jet1_ptt * 2").check(against: ["jet1_pt", "met"]) }
    #expect(error?.kind == .badData)
    #expect(error?.message == "there is no column “jet1_ptt”; did you mean “jet1_pt”? (in “jet1_ptt * 2”)")
  }

  @Test(arguments: [
    ("", "the expression is empty, at character 1"),
    ("a +", "expected a number, a column, a function or “(”, found the end, at character 4"),
    ("a + * b", "found “*”, at character 5"),
    ("(a + b", "expected “)”, found the end, at character 7"),
    ("a b", "expected an operator, found “b”, at character 3"),
    ("a = b", "compare with “==”, at character 3"),
    ("a & b", "logical and is “&&”, at character 3"),
    ("a | b", "logical or is “||”"),
    ("0 < x < 1", "comparisons do not chain"),
    ("a == b == c", "comparisons do not chain"),
    ("squrt(a)", "there is no function “squrt”; did you mean “sqrt”?, at character 1"),
    ("atan2(a)", "“atan2” takes 2 values; got 1"),
    ("sqrt()", "“sqrt” takes 1 values; got 0"),
    ("min()", "“min” takes 1 values; got 0"),
    ("if(a, b)", "“if” takes 3 values; got 2"),
    ("3[0]", "only a column takes an index, at character 3"),
    ("jet_pt[0][1]", "one index is enough"),
    ("size(a, b)", "expected “)”, found “,”"),
    ("at(a, 1)", "“at” takes 3 values; got 2"),
    ("jet_pt[0", "expected “]”, found the end"),
    ("sise(a)", "there is no function “sise”; did you mean “size”?"),
    ("a ? b", "expected “:”, found the end"),
    ("`a", "the backquote is not closed, at character 1"),
    ("``", "there is no name between the backquotes"),
    ("tag == \"g\"", "computes with numbers, not with text"),
    ("3x", "“3x” is neither a number nor a name, at character 1"),
    ("1e999", "the number “1e999” is out of range"),
    ("a # b", "“#” has no meaning here, at character 3"),
    (String(repeating: "(", count: 5000) + "a", "nested"),
    (String(repeating: "-", count: 5000) + "a", "nested"),
    (String(repeating: "2^", count: 5000) + "a", "nested"),
  ])
  func faults(text: String, message: String) {
    let place = SourceLocation(file: "a.yaml", line: 3)
    let error = fault { _ = try Expression(parsing: text, at: place) }
    #expect(error?.kind == .badConfiguration)
    #expect(error?.location == place)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "no error")")
  }

  @Test func marksTheFault() {
    let error = fault { _ = try Expression(parsing: "a + * b") }
    #expect(error?.message.hasSuffix("\n  a + * b\n      ^") == true)
  }

  @Test(arguments: [
    ("dphi := abs(a - b)", "dphi", "abs(a - b)"), ("met", "met", "met"),
    ("a / b", "a / b", "a / b"), ("`sd-prof`", "sd-prof", "`sd-prof`"),
    ("  rise:=`sd:=prof` / 2 ", "rise", "`sd:=prof` / 2"), ("`my name` := a", "my name", "a"),
  ])
  func namedExpressions(text: String, name: String, formula: String) throws {
    let named = try NamedExpression(parsing: text)
    #expect(named.name == name)
    #expect(named.expression.text == formula)
    #expect(named.feature() == Feature(name, expression: formula))
  }

  @Test func nameMustNotBeEmpty() {
    #expect(fault { _ = try NamedExpression(parsing: ":= a") }?.kind == .badConfiguration)
  }
}
