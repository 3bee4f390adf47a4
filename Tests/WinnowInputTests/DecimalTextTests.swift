import Foundation
import Testing
import WinnowInput
import WinnowMath

@Suite struct DecimalTextTests {
  /// A decimal of random length, point and exponent.
  private func decimal(_ random: inout CounterRandom) -> String {
    let digits = Int.random(in: 1...24, using: &random)
    var text = (0..<digits).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
    let point = Int.random(in: 0...digits, using: &random)
    text.insert(".", at: text.index(text.startIndex, offsetBy: point))
    if Bool.random(using: &random) { text += "e\(Int.random(in: -40...40, using: &random))" }
    return (Bool.random(using: &random) ? "-" : "") + text
  }

  @Test func agreesWithStrtodOnRandomDecimals() {
    var random = CounterRandom(seed: 3)
    var wrong: [String] = []
    for _ in 0..<100_000 {
      let text = decimal(&random)
      if DecimalText.number(text)?.bitPattern != strtod(text, nil).bitPattern { wrong.append(text) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test func agreesWithStrtodOnPrintedDoubles() {
    var random = CounterRandom(seed: 4)
    var wrong: [String] = []
    for _ in 0..<50_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      for text in ["\(value)", "\(random.normal())", "\(Float(random.normal()))"]
      where DecimalText.number(text)?.bitPattern != strtod(text, nil).bitPattern {
        wrong.append(text)
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  /// Halfway between two doubles, powers beyond 64 bits, zeros in all places.
  @Test(arguments: [
    "9007199254740993", "9007199254740992.5", "9007199254740993e-27", "18446744073709551616",
    "18446744073709551615e27", "1e22", "1e23", "8.5e-27", "0.1", "-0", "0.000000000000000000000001",
    "00000000000000000000012.5", "1.00000000000000011102230246251565", "4.9e-324", "2.2250738585072011e-308",
    "1.7976931348623157e308", "5e-325", "123456789012345678901234567890", "1E+5", "+3", "3.", ".5",
  ])
  func hardCases(text: String) {
    #expect(DecimalText.number(text)?.bitPattern == strtod(text, nil).bitPattern)
  }

  @Test func missingAndInfiniteValues() {
    for word in ["", " ", "nan", "NaN", "NA", "n/a", "null", "None"] {
      #expect(DecimalText.number(word)?.isNaN == true, "\(word)")
    }
    #expect(DecimalText.number(" inf ") == .infinity)
    #expect(DecimalText.number("-Infinity") == -.infinity)
    #expect(DecimalText.number("1e400") == .infinity)
    #expect(DecimalText.number("  -2.5\t") == -2.5)
  }

  @Test(arguments: ["g", "1.2.3", "1,5", "0x10", "1e", "e5", "--1", "1 2", ".", "+", "１", "1\0", "1e5.5"])
  func wordsAreNoNumbers(text: String) { #expect(DecimalText.number(text) == nil) }
}
